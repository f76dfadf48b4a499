import { BoardRow, BoardLog, BoardEventRow } from './board.entity.js';
import { ThreadRow } from './thread.entity.js';
import { ThreadAcknowledgement, ThreadTitle } from './care/care.entity.js';
import { PostRow, RevisionRow, ReactionRow } from './post.entity.js';
import { ForumRecount } from './upkeep/recount.entity.js';
import { ReadMark, WatchRow, DraftRow } from './reading.entity.js';

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
