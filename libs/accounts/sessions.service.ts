import { Injectable } from '@nestjs/common';
import {
  Clock,
  type Connection,
  Database,
  encodeCursor,
  globalId,
  isUuid,
  type PageArgs,
  pageOf,
  readPage,
  Refusal,
  type RequestContext,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { visibleSessions } from './accounts.policy.js';
import { type SessionRow, sessionRows } from './accounts.queries.js';
import { deviceOf } from './devices.js';
import { requireRecentPassword } from './password-confirmation.service.js';
import { RefreshTokens } from './refresh-tokens.js';
import { judge } from './refresh-verdict.js';
import { SessionEnds } from './session-ends.js';
import { type Grant, SessionOpening } from './session-opening.js';
import type { SessionType } from './sessions.types.js';

type Key = [id: string];
const list = 'sessions';

/** The life of a session after sign-in: refreshed, listed, ended. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly refreshTokens: RefreshTokens,
    private readonly ends: SessionEnds,
    private readonly opening: SessionOpening,
  ) {}

  /** @throws Refusal UNAUTHENTICATED for a token that is unknown, too old, or was used before (which ends the session) */
  async refresh(refreshToken: string, { viewer: presented }: RequestContext): Promise<Grant> {
    // A replay ends the session, so the refusal is thrown only after the commit.
    const grant = await this.database.transaction((tx) => this.turn(tx, refreshToken, presented));
    if (!grant) throw new Refusal('UNAUTHENTICATED', 'The refresh token is not valid any more: sign in again.');
    return grant;
  }

  private async turn(tx: Transaction, refreshToken: string, presented: Viewer | null): Promise<Grant | null> {
    const token = await this.refreshTokens.lock(tx, refreshToken);
    if (!token) return null;
    const verdict = judge(token, this.clock.now());
    if (verdict === 'EXPIRED') return null;
    if (verdict === 'REPLAY') {
      await this.ends.endOne(tx, token.sessionId, 'REPLAYED', { accountId: null });
      return null;
    }
    await this.opening.leaveAnother(tx, token.accountId, presented);
    if (verdict === 'ROTATE') await this.refreshTokens.spend(tx, token);
    await tx.run(sql`update session set last_used_at = ${this.clock.now()} where id = ${token.sessionId}`);
    return { ...token, refreshToken: await this.refreshTokens.issue(tx, token.sessionId, token.generation + 1) };
  }

  async signOut(viewer: Viewer): Promise<void> {
    await this.database.transaction((tx) => this.ends.endOne(tx, viewer.sessionId, 'SIGNED_OUT', viewer));
  }

  /**
   * @returns how many sessions ended, the viewer's own included
   * @throws Refusal PASSWORD_CONFIRMATION_REQUIRED
   */
  async signOutEverywhere(viewer: Viewer): Promise<number> {
    return this.database.transaction(async (tx) => {
      await requireRecentPassword(tx, viewer, this.clock.now());
      return this.ends.endAllOf(tx, viewer.accountId, 'SIGNED_OUT_EVERYWHERE', viewer);
    });
  }

  /**
   * @throws Refusal NOT_FOUND for a session that has ended or is somebody else's; PASSWORD_CONFIRMATION_REQUIRED for
   * another one than that of the request
   */
  async end(viewer: Viewer, id: string): Promise<SessionType> {
    const uuid = requireUuid('Session', id);
    return this.database.transaction(async (tx) => {
      const [row] = await sessionRows(
        tx,
        sql`${visibleSessions(viewer, this.clock.now())} and s.id = ${uuid}`,
        sql`for update`,
      );
      if (!row) throw Refusal.notFound();
      if (uuid !== viewer.sessionId) await requireRecentPassword(tx, viewer, this.clock.now());
      await this.ends.endOne(tx, uuid, 'ENDED_FROM_LIST', viewer);
      return sessionOf(row, viewer);
    });
  }

  /** The viewer's living sessions, newest first. */
  async mine(viewer: Viewer, args: PageArgs): Promise<Connection<SessionType>> {
    const page = readPage<Key>(list, args, ([id, ...rest]) => isUuid(id) && rest.length === 0);
    const [id] = page.key ?? [];
    const beyond = id ? (page.backward ? sql`and s.id > ${id}` : sql`and s.id < ${id}`) : sql``;
    const rows = await sessionRows(
      this.database,
      sql`${visibleSessions(viewer, this.clock.now())} ${beyond}`,
      sql`order by ${page.backward ? sql`s.id` : sql`s.id desc`} limit ${page.limit + 1}`,
    );
    return pageOf(
      rows,
      page,
      (row) => encodeCursor(list, [row.id]),
      (row) => sessionOf(row, viewer),
    );
  }

  /** For `node(id)`. */
  async load(viewer: Viewer, uuids: readonly string[]): Promise<(SessionType | null)[]> {
    const rows = await sessionRows(
      this.database,
      sql`${visibleSessions(viewer, this.clock.now())} and s.id = any(${uuids}::uuid[])`,
      sql``,
    );
    const found = new Map(rows.map((row) => [row.id, sessionOf(row, viewer)]));
    return uuids.map((uuid) => found.get(uuid) ?? null);
  }
}

export function sessionOf({ id, userAgent, ...row }: SessionRow, viewer: Viewer): SessionType {
  return {
    __typename: 'Session',
    id: globalId('Session', id),
    ...row,
    device: deviceOf(userAgent),
    current: id === viewer.sessionId,
  };
}
