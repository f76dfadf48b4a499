import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import {
  Clock,
  Database,
  globalId,
  Ids,
  insertInto,
  Refusal,
  requireNote,
  requireUuid,
  sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { LedMatches } from '../led-matches.js';
import { type LockedMatch } from '../match-moves.js';
import { MatchPeople } from '../match-people.js';
import { openStates } from '../match-state.js';
import { type MatchType } from '../matches.types.js';
import { glassBroken, leadMatterArose } from '../membership.events.js';
import { actingIn, mayBreakGlass, mayMatch } from '../membership.policy.js';
import { MembershipRecord } from '../membership-record.js';
import { MatchAccessKind } from './match-access.entity.js';
import { accessesOf } from './match-access.queries.js';
import {
  type BreakGlassInput,
  type CoverMatchInput,
  type EndMatchAccessInput,
  type MatchAccessType,
} from './match-access.types.js';

/** Domain 2.2: whoever breaks the glass reads for so long. */
const glassMs = 4 * 3_600_000;
/** Whoever is away for longer hands the match over. */
const longestCoverMs = 90 * 86_400_000;

/** Somebody reads this later to judge whether it was right; fewer characters say nothing. */
const fewestCharacters = 10;

function requireWords(reason: string): void {
  if (Array.from(reason).length >= fewestCharacters) return;
  throw Refusal.invalid('reason', `must be at least ${fewestCharacters} characters`);
}

interface Opening {
  kind: MatchAccessKind;
  accountId: string;
  from: Date;
  until: Date;
  reason: string;
}

/** Opens the board of a match for a time: to who stands in for its coordinator, and to an administrator who has to look. */
@Injectable()
export class MatchAccessService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly matches: LedMatches,
    private readonly people: MatchPeople,
    private readonly record: MembershipRecord,
  ) {}

  async coverMatch(viewer: Viewer, input: CoverMatchInput): Promise<{ match: MatchType }> {
    const id = requireUuid('Match', input.matchId);
    const accountId = requireUuid('Account', input.accountId);
    const reason = requireNote('reason', input.reason);
    const now = this.clock.now();
    const from = input.from && input.from > now ? input.from : now;
    if (input.until <= from) throw Refusal.invalid('until', 'must be later than the beginning');
    if (input.until.getTime() - now.getTime() > longestCoverMs) throw Refusal.invalid('until', 'is over 90 days away');
    await this.database.transaction(async (tx) => {
      const match = await this.matches.lock(tx, viewer, id);
      requireWords(reason);
      if (!openStates.includes(match.state)) throw new Refusal('CONFLICT', 'This match has ended.');
      await this.people.requireCoordinator(tx, match.programId, accountId, 'accountId');
      if (accountId === match.coordinatorId) throw Refusal.invalid('accountId', 'is the coordinator of this match');
      if (await this.people.participates(tx, match, accountId)) {
        throw Refusal.invalid('accountId', 'must not be one of the pair');
      }
      await this.open(tx, viewer, match, { kind: MatchAccessKind.COVER, accountId, from, until: input.until, reason });
      await this.record.announce(tx, leadMatterArose, {
        programId: match.programId,
        about: 'COVER',
        actorId: viewer.accountId,
        subjectId: accountId,
        alsoId: match.coordinatorId,
      });
    });
    return { match: await this.matches.shown(viewer, id) };
  }

  async breakGlass(viewer: Viewer, input: BreakGlassInput): Promise<{ match: MatchType }> {
    const id = requireUuid('Match', input.matchId);
    const reason = requireNote('reason', input.reason);
    await this.database.transaction(async (tx) => {
      const match = await this.matches.lock(tx, viewer, id, mayBreakGlass);
      requireWords(reason);
      const from = this.clock.now();
      const until = new Date(from.getTime() + glassMs);
      const { accountId } = viewer;
      await this.open(tx, viewer, match, { kind: MatchAccessKind.BREAK_GLASS, accountId, from, until, reason });
      const { programId, coordinatorId } = match;
      await this.record.announce(tx, glassBroken, { matchId: match.id, programId, accountId, coordinatorId });
    });
    return { match: await this.matches.shown(viewer, id) };
  }

  /** Asking twice is a success: the access has ended. */
  async endMatchAccess(viewer: Viewer, input: EndMatchAccessInput): Promise<{ match: MatchType }> {
    const id = requireUuid('Match', input.matchId);
    const accountId = requireUuid('Account', input.accountId);
    await this.database.transaction(async (tx) => {
      const own = accountId === viewer.accountId;
      const match = await this.matches.lock(tx, viewer, id, own ? () => undefined : mayMatch);
      const now = this.clock.now();
      const ended = await tx.run(sql`
        update match_access set until_at = ${now}, from_at = least(from_at, ${now}::timestamptz)
        where match_id = ${match.id} and account_id = ${accountId} and until_at > ${now}::timestamptz`);
      if (ended === 0) return;
      const facts = { account: globalId('Account', accountId) };
      await this.write(tx, viewer, match, { action: 'match.access_ended', facts });
      this.record.wake(tx, [accountId]);
    });
    return { match: await this.matches.shown(viewer, id) };
  }

  accesses(viewer: Viewer, memo: Map<unknown, unknown>, { uuid }: MatchType): Promise<MatchAccessType[]> {
    const loader =
      (memo.get(MatchAccessService) as DataLoader<string, MatchAccessType[]> | undefined) ??
      new DataLoader<string, MatchAccessType[]>((ids) => accessesOf(this.database, viewer, ids));
    memo.set(MatchAccessService, loader);
    return loader.load(uuid);
  }

  private async open(tx: Transaction, viewer: Viewer, match: LockedMatch, opening: Opening): Promise<void> {
    const { kind, accountId, from, until, reason } = opening;
    await tx.run(
      insertInto('match_access', {
        id: this.ids.next(),
        matchId: match.id,
        accountId,
        kind,
        reason,
        fromAt: from,
        untilAt: until,
        givenById: viewer.accountId,
        createdAt: this.clock.now(),
      }),
    );
    await this.write(tx, viewer, match, {
      action: kind === MatchAccessKind.COVER ? 'match.covered' : 'match.glass_broken',
      facts: { account: globalId('Account', accountId), from: from.toISOString(), until: until.toISOString() },
    });
    this.record.wake(tx, [accountId]);
  }

  private async write(
    tx: Transaction,
    viewer: Viewer,
    { id, programId }: LockedMatch,
    line: { action: string; facts: Record<string, string> },
  ): Promise<void> {
    await this.record.write(tx, {
      ...line,
      actor: actingIn(viewer, programId),
      programId,
      targetType: 'Match',
      targetId: id,
    });
  }
}
