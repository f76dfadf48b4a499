import { Injectable } from '@nestjs/common';
import { Announcements, Audit, Clock, Refusal, sql, type Role, type Transaction } from '#platform';
import { BoardLogWriter } from './board-log.js';
import { postEdited, postPublished, postTakenDown, type PostChange } from './forum.events.js';
import { BoardEventKind, PostState } from './forum.types.js';
import { markOwnPost } from './reading.queries.js';
import { deepestLevel } from './tree.js';

/** What can happen to a post (domain 2.1). */
export type PostStep = 'approve' | 'reject' | 'edit' | 'hide' | 'restore' | 'remove' | 'uphold' | 'withdraw' | 'erase';

const { HELD, PUBLISHED, REJECTED, HIDDEN, REMOVED, WITHDRAWN, ERASED } = PostState;

/** The whole state machine. What is not listed is illegal: it is refused and writes nothing. */
export const postSteps: Readonly<Record<PostStep, Partial<Record<PostState, PostState>>>> = {
  approve: { [HELD]: PUBLISHED, [PUBLISHED]: PUBLISHED },
  reject: { [HELD]: REJECTED },
  edit: { [HELD]: HELD, [REJECTED]: HELD, [PUBLISHED]: PUBLISHED },
  hide: { [PUBLISHED]: HIDDEN },
  restore: { [HIDDEN]: PUBLISHED },
  remove: { [HIDDEN]: REMOVED, [PUBLISHED]: REMOVED },
  uphold: { [REJECTED]: PUBLISHED, [HIDDEN]: PUBLISHED, [REMOVED]: PUBLISHED },
  withdraw: {
    [HELD]: WITHDRAWN,
    [PUBLISHED]: WITHDRAWN,
    [REJECTED]: WITHDRAWN,
    [HIDDEN]: WITHDRAWN,
    [REMOVED]: REMOVED,
  },
  erase: {
    [HELD]: ERASED,
    [PUBLISHED]: ERASED,
    [REJECTED]: ERASED,
    [HIDDEN]: ERASED,
    [REMOVED]: ERASED,
    [WITHDRAWN]: ERASED,
  },
};

/** Who makes a step, and why; goes to the audit trail. */
export interface Cause {
  /** Null where a rule acts by itself. */
  actorId: string | null;
  actorRole: Role | null;
  /** `screened`, `decided`, `flagged`, `author` … */
  by: string;
  ruleIds?: readonly string[];
  reasonCode?: string | null;
  requestId?: string | null;
}

interface LockedPost extends PostChange {
  state: PostState;
  number: number | null;
  parentId: string | null;
  shownRevisionId: string | null;
  isOpening: boolean;
}

/**
 * The only place where a post changes its state: each step locks thread, post and board counters in this order, moves
 * the counters, writes the event and exactly one line of the trail, and announces itself, all in the caller's transaction.
 */
@Injectable()
export class PostStates {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly boardLog: BoardLogWriter,
    private readonly announcements: Announcements,
  ) {}

  /**
   * Shows a revision: publishes a post for the first time (it gets its number now), or replaces the text of a published
   * one. `approve` comes from clean screening or a moderator, `uphold` from an appeal.
   * @throws Refusal CONFLICT if the step is illegal from the state the post has by then
   */
  async publish(
    tx: Transaction,
    postId: string,
    revisionId: string,
    cause: Cause,
    step: 'approve' | 'uphold' | 'restore' = 'approve',
  ): Promise<void> {
    const post = await this.lock(tx, postId);
    const to = legal(step, post.state);
    const first = post.number === null;
    if (first) await this.giveNumber(tx, post);
    const again = !first && post.state !== PUBLISHED;
    if (again) await this.count(tx, post, 1);
    await this.show(tx, post, revisionId);
    await this.trace(tx, post, `post.${first ? 'published' : again ? 'restored' : 'revised'}`, to, cause, revisionId);
    const kind = first || again ? BoardEventKind.POST_PUBLISHED : BoardEventKind.POST_EDITED;
    if (first && post.isOpening) await this.log(tx, post, BoardEventKind.THREAD_CREATED, 0);
    await this.log(tx, post, kind, first || again ? 1 : 0);
    if (first || again) await this.announcements.announce(tx, postPublished, { ...change(post), again });
    else await this.announcements.announce(tx, postEdited, change(post));
  }

  /** Returns a held post to its author with reasons; it was never seen by others, so nothing is logged on the board. */
  async reject(tx: Transaction, postId: string, revisionId: string, cause: Cause): Promise<void> {
    const post = await this.lock(tx, postId);
    await this.setState(tx, post, legal('reject', post.state));
    await tx.run(sql`update revision set state = 'REJECTED' where id = ${revisionId}`);
    await this.trace(tx, post, 'post.rejected', REJECTED, cause, revisionId);
  }

  /** Takes a post out of sight. Its place, number and replies stay. */
  async takeDown(
    tx: Transaction,
    postId: string,
    step: 'hide' | 'remove' | 'withdraw' | 'erase',
    cause: Cause,
  ): Promise<PostState> {
    const post = await this.lock(tx, postId);
    const to = legal(step, post.state);
    if (to === post.state) return to;
    await this.setState(tx, post, to);
    if (to === ERASED) await this.destroyText(tx, post);
    if (post.state === PUBLISHED) await this.count(tx, post, -1);
    await this.trace(tx, post, `post.${pastOf[step]}`, to, cause, post.shownRevisionId);
    if (post.number !== null) {
      const byOwner = to === WITHDRAWN || to === ERASED;
      const kind = byOwner ? BoardEventKind.POST_WITHDRAWN : BoardEventKind.POST_HIDDEN;
      await this.log(tx, post, kind, post.state === PUBLISHED ? -1 : 0);
    }
    if (post.state === PUBLISHED) await this.announcements.announce(tx, postTakenDown, { ...change(post), state: to });
    return to;
  }

  /** Back to the queue: an edit of a post that is not shown. */
  async holdAgain(tx: Transaction, postId: string, cause: Cause): Promise<void> {
    const post = await this.lock(tx, postId);
    const to = legal('edit', post.state);
    if (to !== post.state) await this.setState(tx, post, to);
    await this.trace(tx, post, 'post.edited', to, cause, null);
  }

  private async lock(tx: Transaction, postId: string): Promise<LockedPost> {
    const post = await tx.first<LockedPost>(sql`
      with locked as (
        select id, opening_post_id from thread where id = (select thread_id from post where id = ${postId})
        for no key update
      )
      select p.id as "postId", p.thread_id as "threadId", p.board_id as "boardId", b.program_id as "programId",
        p.author_id as "authorId", p.state, p.number, p.parent_id as "parentId",
        p.shown_revision_id as "shownRevisionId", locked.opening_post_id = p.id as "isOpening"
      from locked join post p on p.thread_id = locked.id join board b on b.id = p.board_id
      where p.id = ${postId} for no key update of p`);
    if (!post) throw Refusal.notFound();
    return post;
  }

  /** The next number of the thread and the place in its tree; both are given once and kept for good. */
  private async giveNumber(tx: Transaction, post: LockedPost): Promise<void> {
    const now = this.clock.now();
    await tx.run(sql`
      with counted as (
        update thread set last_number = last_number + 1, post_count = post_count + 1,
          last_activity_at = ${now}::timestamptz, published_at = coalesce(published_at, ${now}::timestamptz)
        where id = ${post.threadId} returning last_number
      ), parent as (
        update post set last_ordinal = last_ordinal + 1, reply_count = reply_count + 1
        where id = ${post.parentId}::uuid returning path, depth, rank, last_ordinal
      ), marked as (
        ${markOwnPost(post, now)}
      )
      update post set number = counted.last_number, published_at = ${now}::timestamptz,
        path = coalesce(substring(parent.path from 1 for ${deepestLevel * 4}::int), ''::bytea)
          || int4send(counted.last_number),
        depth = least(coalesce(parent.depth + 1, 0), ${deepestLevel}::int),
        ordinal = coalesce(parent.last_ordinal, 0),
        rank = coalesce(greatest(parent.rank, parent.last_ordinal), 0)
      from counted left join parent on true
      where post.id = ${post.postId}`);
  }

  /** Moves the counters of published posts, of the thread and of the parent. */
  private async count(tx: Transaction, post: LockedPost, by: 1 | -1): Promise<void> {
    await tx.run(sql`
      with parent as (
        update post set reply_count = reply_count + ${by}::int where id = ${post.parentId}::uuid
      )
      update thread set post_count = post_count + ${by}::int where id = ${post.threadId}`);
  }

  private async show(tx: Transaction, post: LockedPost, revisionId: string): Promise<void> {
    const now = this.clock.now();
    const shown = await tx.run(sql`
      with approved as (
        update revision set state = 'PUBLISHED' where id = ${revisionId} and post_id = ${post.postId}
        returning body_html, body_text, title
      ), titled as (
        update thread set title = approved.title from approved
        where thread.id = ${post.threadId} and approved.title is not null
      )
      update post set state = 'PUBLISHED', shown_revision_id = ${revisionId}, restricted = false,
        body_html = approved.body_html, body_text = approved.body_text,
        edited_at = case when shown_revision_id is not null and shown_revision_id <> ${revisionId}
          then ${now}::timestamptz else edited_at end,
        state_changed_at = case when state = 'PUBLISHED' then state_changed_at else ${now}::timestamptz end
      from approved where post.id = ${post.postId}`);
    if (shown !== 1) throw Refusal.notFound();
  }

  private async setState(tx: Transaction, post: LockedPost, to: PostState): Promise<void> {
    await tx.run(sql`
      update post set state = ${to}, state_changed_at = ${this.clock.now()} where id = ${post.postId}`);
  }

  /** Erasure is for good: every version of the text goes, ids and place stay (domain 2.9). */
  private async destroyText(tx: Transaction, post: LockedPost): Promise<void> {
    await tx.run(sql`
      with emptied as (
        update revision set body = '', body_html = '', body_text = '', title = null, state = 'ERASED'
        where post_id = ${post.postId}
      ), reacted as (
        delete from reaction where post_id = ${post.postId}
      )
      update post set body_html = null, body_text = null, reaction_counts = '{}' where id = ${post.postId}`);
  }

  private async log(tx: Transaction, post: LockedPost, kind: BoardEventKind, posts: -1 | 0 | 1): Promise<void> {
    await this.boardLog.append(tx, {
      boardId: post.boardId,
      threadId: post.threadId,
      postId: post.postId,
      kind,
      posts,
    });
  }

  private async trace(
    tx: Transaction,
    post: LockedPost,
    action: string,
    toState: PostState,
    cause: Cause,
    revisionId: string | null,
  ): Promise<void> {
    await this.audit.write(tx, {
      action,
      actorId: cause.actorId,
      actorRole: cause.actorRole,
      programId: post.programId,
      targetType: 'Post',
      targetId: post.postId,
      revisionId,
      fromState: post.state,
      toState,
      ruleIds: cause.ruleIds ?? [],
      reasonCode: cause.reasonCode ?? null,
      requestId: cause.requestId ?? null,
      facts: { by: cause.by },
    });
  }
}

const pastOf = { hide: 'hidden', remove: 'removed', withdraw: 'withdrawn', erase: 'erased' } as const;

const change = ({ postId, threadId, boardId, programId, authorId }: LockedPost): PostChange => ({
  postId,
  threadId,
  boardId,
  programId,
  authorId,
});

/** @throws Refusal CONFLICT for a step that the state does not allow */
export function legal(step: PostStep, from: PostState): PostState {
  const to = postSteps[step][from];
  if (!to) throw new Refusal('CONFLICT', `A post that is ${from} cannot be changed in this way.`);
  return to;
}
