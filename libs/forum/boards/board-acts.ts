import { MatchState } from '#membership';
import { Refusal } from '#platform';
import type { BoardKind } from '../forum.types.js';

/**
 * What is done on a board.
 * WRITE: a person's own new text. ANSWER: a reaction, an accepted answer. SHOW: a decision that shows a text of its
 * author's. CARE: what staff set, move and split, and what a reader confirms. TAKE_DOWN: a text goes out of sight.
 */
export type BoardAct = 'WRITE' | 'ANSWER' | 'SHOW' | 'CARE' | 'TAKE_DOWN';

/** A board, with the person whose text or act it is, as both are under the locks of `board-holds.ts`. */
export interface BoardStanding {
  boardId: string;
  boardKind: BoardKind;
  /** Null where the board is of no match. */
  matchState: MatchState | null;
  /** The match of the board is stopped for safety. */
  stopped: boolean;
  /** The person is mentor or mentee of the match of the board. */
  ofPair: boolean;
  /** An enrolment of the person in the program counts now. */
  takesPart: boolean;
  /** … and no sanction keeps the person from writing. */
  hasVoice: boolean;
  /** An enrolment of the person in the program was stopped for safety, also one that has ended. */
  stoppedForSafety: boolean;
  /** The person is of a match that is stopped for safety, wherever its board is. */
  keptApart: boolean;
  /** … as its mentor, and a lead may still lift the stop: until then a lead decides what of the person's is shown. */
  awaitsLead: boolean;
}

const runs: ReadonlySet<MatchState> = new Set([MatchState.ACTIVE, MatchState.CLOSING]);

/** A pair writes while its match runs; who looks after it may leave a word also while it is paused. */
const takesText = ({ matchState, ofPair }: BoardStanding): boolean =>
  matchState === null || runs.has(matchState) || (matchState === MatchState.PAUSED && !ofPair);

/** @throws Refusal BOARD_CLOSED, NOT_FOUND for who has just lost the place */
export function requireAdmitted(act: BoardAct, board: BoardStanding): void {
  switch (act) {
    case 'TAKE_DOWN':
      return;
    case 'WRITE':
      if (!board.hasVoice) throw Refusal.notFound();
      if (!takesText(board)) throw new Refusal('BOARD_CLOSED');
      return;
    case 'ANSWER':
      if (!board.hasVoice) throw Refusal.notFound();
      if (board.stopped || !takesText(board)) throw new Refusal('BOARD_CLOSED');
      return;
    case 'CARE':
      if (!board.takesPart) throw Refusal.notFound();
      if (board.stopped) throw new Refusal('BOARD_CLOSED', stoppedText);
      return;
    case 'SHOW':
      // A farewell that was sent in time is shown after the end as well.
      if (board.matchState === MatchState.CLOSED && !board.stopped) return;
      if (takesText(board)) return;
      throw new Refusal('BOARD_CLOSED', board.stopped ? stoppedText : pausedText);
  }
}

/** A text of somebody who lost the place is not shown for the first time; one that was shown may come back, unless for safety. */
export function requireAuthor(board: BoardStanding, isNew: boolean): void {
  if (board.stoppedForSafety) throw new Refusal('CONFLICT', 'Its author was stopped for safety: it is not shown.');
  if (isNew && !board.takesPart) throw new Refusal('CONFLICT', 'Its author takes no part in the program now.');
}

const stoppedText =
  'The match of this board is stopped for safety: nothing is shown or changed on it until a safeguarding lead lifts the stop. Rejecting, hiding and removing still work.';
const pausedText =
  'The match of this board does not run now: this can be shown when it goes on. Rejecting, hiding and removing still work.';
