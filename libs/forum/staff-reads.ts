import type { Read } from '#platform';

/*
 * What staff read of a board, for marks in the schema (`@Reads`). Of boards that belong to no pair nothing is written:
 * whoever writes the lines knows which those are.
 */

/** A piece of text of a board. */
export const boardRead = (boardId: string): Read => ({ action: 'board.read', id: boardId });

/** The title of a thread: a reading of its board, unless its posts are read with it. */
export const titleRead = (threadId: string): Read => ({ action: 'title.read', id: threadId });

/** A piece of text that is shown because it waits for a decision: the pair is not told when. */
export const excerptRead = (boardId: string): Read => ({ action: 'board.excerpt_read', id: boardId });

/** The posts of a thread. */
export const threadRead = (threadId: string): Read => ({ action: 'thread.read', id: threadId });
