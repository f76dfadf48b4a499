import { Injectable } from '@nestjs/common';
import { assignments, Audit, Database, Refusal, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import type { BoardAct } from '../boards/board-acts.js';
import { type BoardHold, BoardHolds, keptApart } from '../boards/board-holds.js';
import { BoardLogWriter } from '../boards/board-log.js';
import { roleOn } from '../forum.policy.js';
import { BoardEventKind, PostState, ThreadKind } from '../forum.types.js';
import { mayAccept, mayCare } from './care.policy.js';
import {
  boardOfCare,
  type CareBoard,
  type CarePlace,
  type LockedThread,
  placeOfCare,
  threadColumns,
} from './care.queries.js';
import type { AcceptAnswerInput, UpdateBoardInput, UpdateThreadInput } from './care.types.js';
import { ThreadChanges } from './thread-changes.js';
import { Titles } from './titles.js';

/** A day between two posts; for longer a lock is the honest answer. */
const slowestSeconds = 86_400;

type Settings = Partial<Omit<LockedThread, 'boardId' | 'published' | 'postCount'>>;

interface HeldThread {
  hold: BoardHold;
  thread: LockedThread;
}

/** What staff set on threads and boards, and which answer settled a question. */
@Injectable()
export class ThreadCare {
  constructor(
    private readonly database: Database,
    private readonly titles: Titles,
    private readonly changes: ThreadChanges,
    private readonly audit: Audit,
    private readonly boardLog: BoardLogWriter,
    private readonly holds: BoardHolds,
  ) {}

  async update(viewer: Viewer, input: UpdateThreadInput, requestId: string): Promise<string> {
    const place = await this.place(viewer, input.threadId);
    mayCare(place);
    checkPace(input.slowModeSeconds);
    const title = input.title == null ? undefined : await this.titles.admit(viewer, place, input.title);
    await this.database.transaction(async (tx) => {
      const { hold, thread } = await this.lock(tx, viewer, place, 'CARE');
      const wanted = settingsOf(input, title, thread);
      const changed = Object.keys(wanted);
      if (changed.length === 0) return;
      if (wanted.title !== undefined) await this.titles.keep(tx, viewer, place.threadId, thread.title);
      await this.set(tx, viewer, place, { hold, thread }, wanted, {
        requestId,
        action: 'thread.updated',
        facts: { changed },
      });
    });
    return place.threadId;
  }

  async accept(viewer: Viewer, input: AcceptAnswerInput, requestId: string): Promise<string> {
    const place = await this.place(viewer, input.threadId);
    mayAccept(viewer, place);
    const postId = input.postId == null ? null : requireUuid('Post', input.postId);
    await this.database.transaction(async (tx) => {
      const { hold, thread } = await this.lock(tx, viewer, place, 'ANSWER');
      if (postId !== null) await this.requireAnswer(tx, viewer, place, postId);
      if (thread.acceptedPostId === postId) return;
      const facts = { postId };
      await this.set(
        tx,
        viewer,
        place,
        { hold, thread },
        { acceptedPostId: postId },
        { requestId, action: 'thread.answered', facts },
      );
    });
    return place.threadId;
  }

  async updateBoard(viewer: Viewer, input: UpdateBoardInput, requestId: string): Promise<string> {
    const board = await this.database.first<CareBoard>(boardOfCare(viewer, requireUuid('Board', input.boardId)));
    if (!board) throw Refusal.notFound();
    mayCare(board);
    const { slowModeSeconds } = input;
    checkPace(slowModeSeconds);
    if (slowModeSeconds === undefined || slowModeSeconds === board.slowModeSeconds) return board.boardId;
    await this.database.transaction(async (tx) => {
      const hold = await this.holds.board(tx, viewer.accountId, board.boardId, 'CARE');
      await tx.run(sql`update board set slow_mode_seconds = ${slowModeSeconds}::int where id = ${board.boardId}`);
      await this.audit.write(tx, {
        action: 'board.updated',
        actorId: viewer.accountId,
        actorRole: roleOn(viewer, board),
        programId: board.programId,
        targetType: 'Board',
        targetId: board.boardId,
        requestId,
        facts: { slowModeSeconds },
      });
      this.boardLog.append(tx, hold, { threadId: null, kind: BoardEventKind.BOARD_CHANGED });
    });
    return board.boardId;
  }

  private async place(viewer: Viewer, threadId: string): Promise<CarePlace> {
    const place = await this.database.first<CarePlace>(placeOfCare(viewer, requireUuid('Thread', threadId)));
    if (!place) throw Refusal.notFound();
    return place;
  }

  private lock(tx: Transaction, viewer: Viewer, place: CarePlace, act: BoardAct): Promise<HeldThread> {
    const { accountId } = viewer;
    const { threadId, boardId } = place;
    return this.holds.thread<LockedThread>(tx, { accountId, threadId, boardId }, act, threadColumns);
  }

  private async set(
    tx: Transaction,
    viewer: Viewer,
    { programId, matchId, threadId }: CarePlace,
    { hold, thread: { published } }: HeldThread,
    settings: Settings,
    told: { requestId: string; action: string; facts: Record<string, string | null | readonly string[]> },
  ): Promise<void> {
    await tx.run(sql`update thread set ${assignments(settings)} where id = ${threadId}`);
    await this.changes.tell(tx, { viewer, programId, matchId, threadId, hold, published, ...told });
  }

  /** @throws Refusal INVALID_INPUT unless it is a published answer in this thread */
  private async requireAnswer(tx: Transaction, viewer: Viewer, place: CarePlace, postId: string): Promise<void> {
    const post = await tx.first<{ state: PostState; authorId: string }>(
      sql`select state, author_id as "authorId" from post where id = ${postId} and thread_id = ${place.threadId} and number is not null`,
    );
    if (!post) throw Refusal.notFound();
    if (postId === place.openingPostId) throw Refusal.invalid('postId', 'is the question itself');
    if (post.state !== PostState.PUBLISHED) throw Refusal.invalid('postId', 'is not published');
    if (await this.holds.meet(tx, viewer.accountId, sql`select ${post.authorId}::uuid`)) throw keptApart();
  }
}

/** What really changes; with a kind go the settings that only that kind has. */
function settingsOf(input: UpdateThreadInput, title: string | undefined, thread: LockedThread): Settings {
  const kind = input.kind ?? thread.kind;
  const announces = kind === ThreadKind.ANNOUNCEMENT;
  if (input.requiresAcknowledgement && !announces) {
    throw Refusal.invalid('requiresAcknowledgement', 'goes with an announcement');
  }
  const wanted: Settings = {
    title,
    kind,
    pinned: input.pinned ?? undefined,
    locked: input.locked ?? undefined,
    slowModeSeconds: input.slowModeSeconds,
    requiresAcknowledgement: announces ? (input.requiresAcknowledgement ?? undefined) : false,
    acceptedPostId: kind === ThreadKind.QUESTION ? undefined : null,
  };
  const now: Readonly<Record<string, unknown>> = { ...thread };
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]: [string, unknown]) => value !== undefined && value !== now[name]),
  );
}

function checkPace(seconds: number | null | undefined): void {
  if (seconds != null && (seconds < 1 || seconds > slowestSeconds)) {
    throw Refusal.invalid('slowModeSeconds', `must be from 1 to ${slowestSeconds}, or null for none`);
  }
}
