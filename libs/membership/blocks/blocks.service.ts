import { Injectable } from '@nestjs/common';
import {
  Announcements,
  Audit,
  Clock,
  type Connection,
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  isInstant,
  isUuid,
  pageOf,
  RateLimits,
  readPage,
  Refusal,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { personBlocked } from '../membership.events.js';
import { actingIn } from '../membership.policy.js';
import { People } from '../people.js';
import { type CommonProgram, commonPrograms, mayBlock } from './blocks.policy.js';
import type { BlockedPerson } from './blocks.types.js';

/** Every request of a person loads whom they block, so there is an end to it; nobody who needs help has blocked so many. */
const mostBlocked = 500;

const isKey = ([at, id]: readonly unknown[]): boolean => isInstant(at) && isUuid(id);
const first = ['9999-12-31T00:00:00.000Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

interface BlockRow {
  id: string;
  displayName: string;
  since: Date;
  key: string;
}

/** Who does not want to read whom. It changes what the one who blocks is shown, and nothing that anybody else can see. */
@Injectable()
export class BlocksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly announcements: Announcements,
    private readonly audit: Audit,
    private readonly people: People,
  ) {}

  /** Blocking twice changes nothing and tells nobody anything. */
  async block(viewer: Viewer, accountId: string): Promise<void> {
    const blockedId = requireUuid('Account', accountId);
    await this.people.require(viewer, blockedId);
    const common = await this.database.rows<CommonProgram>(commonPrograms(viewer, blockedId));
    mayBlock(viewer, blockedId, common);
    await this.limits.consume(viewer, 'blockPerson');
    await this.database.transaction(async (tx) => {
      await this.requireRoom(tx, viewer.accountId);
      const made = await tx.run(sql`
        insert into account_block (account_id, blocked_id, created_at)
        values (${viewer.accountId}, ${blockedId}, ${this.clock.now()}) on conflict do nothing`);
      if (made === 0) return;
      await this.trace(tx, viewer, 'person.blocked', blockedId, common);
      await this.announcements.announce(tx, personBlocked, { accountId: viewer.accountId, blockedId });
    });
  }

  /** Unblocking somebody who is not blocked changes nothing. Anybody may be named: the answer is always the same. */
  async unblock(viewer: Viewer, accountId: string): Promise<void> {
    const blockedId = requireUuid('Account', accountId);
    await this.database.transaction(async (tx) => {
      const removed = await tx.run(sql`
        delete from account_block where account_id = ${viewer.accountId} and blocked_id = ${blockedId}`);
      if (removed === 0) return;
      const common = await tx.rows<CommonProgram>(commonPrograms(viewer, blockedId));
      await this.trace(tx, viewer, 'person.unblocked', blockedId, common);
    });
  }

  /** Whom the viewer blocks, newest first. */
  async ofViewer(viewer: Viewer, args: ForwardArgs): Promise<Connection<BlockedPerson>> {
    const page = readPage<readonly [string, string]>('blocked', args, isKey);
    const [at, id] = page.key ?? first;
    const rows = await this.database.rows<BlockRow>(sql`
      select a.id, a.display_name as "displayName", k.created_at as since,
        to_char(k.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key
      from account_block k join account a on a.id = k.blocked_id
      where k.account_id = ${viewer.accountId} and (k.created_at, k.blocked_id) < (${at}::timestamptz, ${id}::uuid)
      order by k.created_at desc, k.blocked_id desc limit ${page.limit + 1}`);
    return pageOf(
      rows,
      page,
      (row) => encodeCursor('blocked', [row.key, row.id]),
      (row) => ({
        person: { id: globalId('Account', row.id), displayName: row.displayName, role: null },
        since: row.since,
      }),
    );
  }

  /** Calls of one person take turns here, so that many at once cannot go past the bound. */
  private async requireRoom(tx: Transaction, accountId: string): Promise<void> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`blocks:${accountId}`}, 0))`);
    const blocked = await tx.run(sql`select from account_block where account_id = ${accountId}`);
    if (blocked >= mostBlocked) throw new Refusal('CONFLICT', `No more than ${mostBlocked} people can be blocked.`);
  }

  private async trace(
    tx: Transaction,
    viewer: Viewer,
    action: string,
    blockedId: string,
    common: readonly CommonProgram[],
  ): Promise<void> {
    for (const { programId } of common) {
      const { role: actorRole } = actingIn(viewer, programId);
      const target = { targetType: 'Account', targetId: blockedId };
      await this.audit.write(tx, { action, actorId: viewer.accountId, actorRole, programId, ...target });
    }
  }
}
