import { BoardRow, BoardLog, BoardEventRow } from './boards/board.entity.js';
import { ThreadRow } from './threads/thread.entity.js';
import { ThreadAcknowledgement, ThreadTitle } from './care/care.entity.js';
import { PostRow, RevisionRow, ReactionRow } from './posts/post.entity.js';
import { ForumRecount } from './upkeep/recount.entity.js';
import { DraftRow } from './drafts/draft.entity.js';
import { ReadMark } from './reading/reading.entity.js';
import { WatchRow } from './watches/watch.entity.js';

/** All tables of this library. */
export const forumEntities = [
  BoardRow,
  BoardLog,
  BoardEventRow,
  ThreadRow,
  PostRow,
  RevisionRow,
  ReactionRow,
  ReadMark,
  WatchRow,
  DraftRow,
  ThreadTitle,
  ThreadAcknowledgement,
  ForumRecount,
];
