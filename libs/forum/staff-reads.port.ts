import type { Viewer } from '#platform';

/**
 * Port, bound by `safety`: is told what staff read of match boards, for the trail and for `Board.staffLastReadAt`
 * (domain 2.2 and 2.10). Everything that shows posts or lists threads asks it; for a viewer who is no staff it answers
 * at once and does nothing.
 */
export abstract class StaffReads {
  /** The list of a board's threads was read. */
  abstract board(viewer: Viewer, boardId: string): Promise<void>;
  /** Posts of these threads were read. */
  abstract threads(viewer: Viewer, threadIds: readonly string[]): Promise<void>;
}
