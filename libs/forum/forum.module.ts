import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { MembershipModule, Writers } from '#membership';
import { NodeLoaders } from '#platform';
import { BoardHolds } from './boards/board-holds.js';
import { BoardLogWriter } from './boards/board-log.js';
import { CohortBoardResolver, MatchBoardResolver, ProgramBoardResolver } from './boards/board-references.resolver.js';
import { BoardsResolver, ViewerBoardsResolver } from './boards/boards.resolver.js';
import { BoardsService } from './boards/boards.service.js';
import { PostBodies } from './posts/bodies.js';
import { Acknowledgements } from './care/acknowledgements.service.js';
import { CareResolver } from './care/care.resolver.js';
import { ThreadPlacesResolver } from './care/places.resolver.js';
import { ThreadCare } from './care/thread-care.service.js';
import { ThreadChanges } from './care/thread-changes.js';
import { ThreadMoves } from './care/thread-moves.service.js';
import { ThreadPlaces } from './care/thread-places.js';
import { ThreadSplits } from './care/thread-splits.service.js';
import { Titles } from './care/titles.js';
import { Contributions } from './submissions/contributions.js';
import { DraftsResolver } from './drafts/drafts.resolver.js';
import { DraftsService } from './drafts/drafts.service.js';
import { MentionsResolver } from './mentions/mentions.resolver.js';
import { MentionsService } from './mentions/mentions.service.js';
import { Descendants } from './posts/descendants.js';
import { PostStates } from './posts/post-states.js';
import { PostsResolver } from './posts/posts.resolver.js';
import { PostsService } from './posts/posts.service.js';
import { ForumWriters } from './posts/writers.js';
import { ForumReader } from './reader.js';
import { ReactionsResolver } from './reactions/reactions.resolver.js';
import { ReactionsService } from './reactions/reactions.service.js';
import { ReadingResolver } from './reading/reading.resolver.js';
import { ReadingService } from './reading/reading.service.js';
import { RevisionsReader } from './posts/revisions.js';
import { SlowMode } from './submissions/slow-mode.js';
import { SubmissionWriter } from './submissions/submission-writer.js';
import { Submissions } from './submissions/submissions.js';
import { Participants } from './threads/participants.js';
import { PostThreadResolver, ThreadsResolver } from './threads/threads.resolver.js';
import { ThreadsService } from './threads/threads.service.js';
import { BoardLogTrim } from './upkeep/board-log-trim.js';
import { DraftPurge } from './upkeep/draft-purge.js';
import { ForumUpkeep } from './upkeep/forum.schedule.js';
import { Recount } from './upkeep/recount.js';
import { RemovedTexts } from './upkeep/removed-texts.js';
import { Rerendering } from './upkeep/rerendering.js';
import { ForumVerifier } from './upkeep/verifier.js';
import { BoardWatchResolver, ThreadWatchResolver } from './watches/watches.resolver.js';
import { WatchesService } from './watches/watches.service.js';

/** Thread care: what staff set, move and split, and who acknowledged. */
const care = [
  Acknowledgements,
  CareResolver,
  ThreadCare,
  ThreadChanges,
  ThreadMoves,
  ThreadPlaces,
  ThreadPlacesResolver,
  ThreadSplits,
  Titles,
];

/** What runs by night. */
const upkeep = [BoardLogTrim, DraftPurge, ForumUpkeep, ForumVerifier, Recount, RemovedTexts, Rerendering];

/**
 * `Screening` is a port: `apps/features.ts` binds it for the whole application. Global, so that `membership` finds its
 * `Writers` here without knowing this library.
 */
@Global()
@Module({
  imports: [MembershipModule],
  providers: [
    ...care,
    ...upkeep,
    BoardHolds,
    BoardLogWriter,
    BoardsResolver,
    BoardsService,
    CohortBoardResolver,
    MatchBoardResolver,
    ProgramBoardResolver,
    Contributions,
    Descendants,
    DraftsResolver,
    DraftsService,
    ForumReader,
    MentionsResolver,
    MentionsService,
    Participants,
    PostBodies,
    PostStates,
    PostsResolver,
    PostsService,
    PostThreadResolver,
    ReactionsResolver,
    ReactionsService,
    ReadingResolver,
    ReadingService,
    RevisionsReader,
    SlowMode,
    Submissions,
    SubmissionWriter,
    ThreadsResolver,
    ThreadsService,
    ThreadWatchResolver,
    BoardWatchResolver,
    ViewerBoardsResolver,
    WatchesService,
    { provide: Writers, useClass: ForumWriters },
  ],
  exports: [BoardLogWriter, Contributions, ForumReader, PostStates, Writers],
})
export class ForumModule implements OnModuleInit {
  constructor(
    private readonly nodes: NodeLoaders,
    private readonly reader: ForumReader,
    private readonly drafts: DraftsService,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Board', (viewer, ids) => this.reader.boards(viewer, ids));
    this.nodes.register('Thread', (viewer, ids) => this.reader.threads(viewer, ids));
    this.nodes.register('Post', (viewer, ids) => this.reader.posts(viewer, ids));
    this.nodes.register('Draft', (viewer, ids) => this.drafts.byId(viewer, ids));
  }
}
