import { Module, type OnModuleInit } from '@nestjs/common';
import { MembershipModule } from '#membership';
import { NodeLoaders } from '#platform';
import { BoardLogWriter } from './board-log.js';
import { CohortBoardResolver, MatchBoardResolver, ProgramBoardResolver } from './board-references.resolver.js';
import { BoardsResolver, ViewerBoardsResolver } from './boards.resolver.js';
import { BoardsService } from './boards.service.js';
import { PostBodies } from './bodies.js';
import { Contributions } from './contributions.js';
import { DraftsResolver } from './drafts.resolver.js';
import { DraftsService } from './drafts.service.js';
import { PostStates } from './post-states.js';
import { PostsResolver } from './posts.resolver.js';
import { PostsService } from './posts.service.js';
import { ForumReader } from './reader.js';
import { ReactionsResolver } from './reactions.resolver.js';
import { ReactionsService } from './reactions.service.js';
import { ReadingResolver } from './reading.resolver.js';
import { ReadingService } from './reading.service.js';
import { RevisionsReader } from './revisions.js';
import { SubmissionWriter } from './submission-writer.js';
import { Submissions } from './submissions.js';
import { PostThreadResolver, ThreadsResolver } from './threads.resolver.js';
import { ThreadsService } from './threads.service.js';
import { BoardWatchResolver, ThreadWatchResolver } from './watches.resolver.js';
import { WatchesService } from './watches.service.js';

/** `Screening` is a port: `apps/features.ts` binds it for the whole application. */
@Module({
  imports: [MembershipModule],
  providers: [
    BoardLogWriter,
    BoardsResolver,
    BoardsService,
    CohortBoardResolver,
    MatchBoardResolver,
    ProgramBoardResolver,
    Contributions,
    DraftsResolver,
    DraftsService,
    ForumReader,
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
    Submissions,
    SubmissionWriter,
    ThreadsResolver,
    ThreadsService,
    ThreadWatchResolver,
    BoardWatchResolver,
    ViewerBoardsResolver,
    WatchesService,
  ],
  exports: [BoardLogWriter, ForumReader, PostStates],
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
