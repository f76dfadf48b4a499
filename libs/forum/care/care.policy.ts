import { type ReadBoard, readByNoMoreMembers } from '#membership';
import { Refusal, type Viewer } from '#platform';
import { BoardKind, ThreadKind } from '../forum.types.js';
import type { CarePlace } from './care.queries.js';

/** May the viewer care for this board and its threads? Those who moderate it (domain 2.2). */
export function mayCare(place: { moderates: boolean }): void {
  if (!place.moderates) throw new Refusal('FORBIDDEN');
}

/** May the viewer say which answer settled the question? Who asked it, and staff. */
export function mayAccept(viewer: Viewer, place: CarePlace): void {
  if (place.authorId !== viewer.accountId && !place.moderates) throw new Refusal('FORBIDDEN');
  if (place.threadKind !== ThreadKind.QUESTION)
    throw new Refusal('CONFLICT', 'Only a question has an accepted answer.');
}

/**
 * May a thread go from one board to another? Within its program, and never from or to the board of a match: what a pair
 * said to each other does not become public by a slip, nor does a pair find the talk of others in its own place. And only to
 * where no member reads it who could not read it before: talk of staff stays among staff, that of a cohort in the cohort.
 */
export function mayMoveBetween(
  from: { boardKind: BoardKind } & ReadBoard,
  to: { boardKind: BoardKind; moderates: boolean } & ReadBoard,
): void {
  mayCare(to);
  if (from.programId !== to.programId) throw Refusal.invalid('boardId', 'belongs to another program');
  if (from.boardKind === BoardKind.MATCH) throw Refusal.invalid('threadId', 'is the talk of a match and stays there');
  if (to.boardKind === BoardKind.MATCH) throw Refusal.invalid('boardId', 'is the board of a match');
  if (!readByNoMoreMembers(to, from)) {
    throw Refusal.invalid('boardId', 'is read by members who do not read the thread where it stands');
  }
}
