import { Injectable } from '@nestjs/common';
import { usernameKey } from '#accounts';
import { BoardReaders } from '#membership';
import { Database, RateLimits, Refusal, sql, uuidOf, type Viewer } from '#platform';
import { visibleBoards } from '../forum.policy.js';
import type { MentionCandidate } from './mentions.types.js';

/** More than a screen full is no offer but a list of members. */
const mostCandidates = 20;
const longestPrefix = 60;

/** Whom one can mention. It answers from the board's readers alone, so it tells nothing of anybody else (S8). */
@Injectable()
export class MentionsService {
  constructor(
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly readers: BoardReaders,
  ) {}

  async candidates(viewer: Viewer, boardId: string, prefix: string, first: number): Promise<MentionCandidate[]> {
    if (first < 1 || first > mostCandidates) throw Refusal.invalid('first', `must be from 1 to ${mostCandidates}`);
    if (prefix.length > longestPrefix) throw Refusal.invalid('prefix', 'is too long');
    const board = await this.database.first<{ id: string; programId: string; audience: string[] }>(sql`
      select b.id, b.program_id as "programId", b.audience from board b
      where b.id = ${uuidOf('Board', boardId)}::uuid and ${visibleBoards(viewer)}`);
    if (!board) return [];
    await this.limits.consume(viewer, 'mentionCandidates', { boardId: board.id, programId: board.programId });
    const readers = await this.readers.beginningWith(
      board.audience,
      usernameKey(prefix),
      first + 1 + viewer.blocked.length,
    );
    return readers
      .filter(({ accountId }) => accountId !== viewer.accountId && !viewer.blocked.includes(accountId))
      .slice(0, first)
      .map(({ username, displayName }) => ({ username, displayName }));
  }
}
