import { Injectable } from '@nestjs/common';
import { Announcements, Audit, Clock, Refusal, Role, sql, type Transaction } from '#platform';
import { type BoardStanding, requireAuthor } from '../boards/board-acts.js';
import { BoardHold, BoardHolds, keptApart } from '../boards/board-holds.js';
import { BoardLogWriter } from '../boards/board-log.js';
import { postEdited, postPublished, postStateChanged, postTakenDown, type PostChange } from '../forum.events.js';
import { BoardEventKind, BoardKind, PostState } from '../forum.types.js';
import { markOwnPost } from '../reading/reading.queries.js';
import { peopleMet } from '../submissions/people-met.js';
import { deepestLevel } from './tree.js';

/** What can happen to a post (domain 2.1). */
export type PostStep =
  'approve' | 'reject' | 'edit' | 'hide' | 'restore' | 'remove' | 'uphold' | 'withdraw' | 'erase' | 'reopen';

const { HELD, PUBLISHED, REJECTED, HIDDEN, REMOVED, WITHDRAWN, ERASED } = PostState;

/** The whole state machine. What is not listed is illegal: it is refused and writes nothing. */
export const postSteps: Readonly<Record<PostStep, Partial<Record<PostState, PostState>>>> = {
  approve: { [HELD]: PUBLISHED, [PUBLISHED]: PUBLISHED },
  // Of a post that was shown, the text that waits is refused; what readers see stays.
  reject: { [HELD]: REJECTED, [PUBLISHED]: PUBLISHED, [HIDDEN]: HIDDEN },
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
  // A decision taken back within seconds: the text waits again, or is out of sight again until it is looked at.
  reopen: { [REJECTED]: HELD, [REMOVED]: HIDDEN, [PUBLISHED]: PUBLISHED, [HIDDEN]: HIDDEN },
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
  /** Ids and codes that lead on from the trail's line: the decision, for example. */
  facts?: Record<string, string | number | boolean | null>;
}

interface LockedPost extends PostChange {
  state: PostState;
  number: number | null;
  parentId: string | null;
  shownRevisionId: string | null;
  isOpening: boolean;
}

/** A post on a board whose match, and whose author's place, are locked with it. */
interface HeldPost extends LockedPost, BoardStanding {
  boardId: string;
}

const postColumns = sql`
  p.id as "postId", p.thread_id as "threadId", p.board_id as "boardId", b.program_id as "programId",
  p.author_id as "authorId", p.state, p.number, p.parent_id as "parentId", p.shown_revision_id as "shownRevisionId",
  locked.opening_post_id = p.id as "isOpening"`;

/**
 * The only place where a post changes its state: each step locks thread, post and board counters in this order (what shows
 * a text, first the match of its board and its author's place: `board-holds.ts`), moves the counters, writes the event and exactly one line of the trail, and announces itself, all in the caller's transaction.
 */
@Injectable()
export class PostStates {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly boardLog: BoardLogWriter,
    private readonly holds: BoardHolds,
    private readonly announcements: Announcements,
  ) {}

  /**
   * Shows a revision: publishes a post for the first time (it gets its number now), or replaces the text of a published
   * one. `approve` comes from clean screening or a moderator, `uphold` from an appeal.
   * @param takenBack a revision whose approval is undone by this: it waits again
   * @throws Refusal CONFLICT if the step is illegal from the state the post has by then, or its author lost the place;
   * BOARD_CLOSED, FORBIDDEN while the board takes nothing from its author
   */
  async publish(
    tx: Transaction,
    postId: string,
    revisionId: string,
    cause: Cause,
    step: 'approve' | 'uphold' | 'restore' = 'approve',
    takenBack: string | null = null,
  ): Promise<void> {
    const post = await this.hold(tx, postId);
    const hold = this.holds.admit(cause.by === 'screened' ? 'WRITE' : 'SHOW', post);
    const to = legal(step, post.state);
    const first = post.number === null;
    requireAuthor(post, first || (step === 'approve' && takenBack === null));
    if (post.keptApart) await this.requireApart(tx, post, revisionId, cause);
    if (first) await this.giveNumber(tx, post);
    const again = !first && post.state !== PUBLISHED;
    if (again) await this.count(tx, post, 1);
    if (takenBack) await this.takeBack(tx, postId, takenBack);
    if (!(await this.show(tx, post, revisionId, cause.by === 'screened'))) throw Refusal.notFound();
    await this.trace(tx, post, `post.${first ? 'published' : again ? 'restored' : 'revised'}`, to, cause, revisionId);
    const kind = first || again ? BoardEventKind.POST_PUBLISHED : BoardEventKind.POST_EDITED;
    if (first && post.isOpening) this.log(tx, hold, post, BoardEventKind.THREAD_CREATED, 0);
    this.log(tx, hold, post, kind, first || again ? 1 : 0);
    if (first || again) await this.announcements.announce(tx, postPublished, { ...change(post), again });
    else await this.announcements.announce(tx, postEdited, change(post));
    await this.tell(tx, post, to, cause);
  }

  /**
   * Returns a text that waits to its author with reasons; it was never seen by others, so nothing is logged on the board.
   * A post that shows an earlier text goes on showing it.
   */
  async reject(tx: Transaction, postId: string, revisionId: string, cause: Cause): Promise<void> {
    await this.turn(tx, postId, revisionId, 'reject', cause);
  }

  /** Takes back a rejection (the text waits again) or a removal (the post is hidden again). */
  async reopen(tx: Transaction, postId: string, revisionId: string, cause: Cause): Promise<void> {
    await this.turn(tx, postId, revisionId, 'reopen', cause);
  }

  /** From now on a waiting post, or what waits of a shown one, is known to its author and the safeguarding lead alone. */
  async restrict(tx: Transaction, postId: string): Promise<void> {
    await tx.send(
      sql`update revision set restricted = true where post_id = ${postId} and state in ('HELD', 'REJECTED')`,
    );
    await tx.send(sql`update post set restricted = true where id = ${postId} and state in ('HELD', 'REJECTED')`);
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
      this.log(tx, BoardHold.forTakingDown(post.boardId), post, kind, post.state === PUBLISHED ? -1 : 0);
    }
    if (post.state === PUBLISHED) await this.announcements.announce(tx, postTakenDown, { ...change(post), state: to });
    await this.tell(tx, post, to, cause);
    return to;
  }

  /** Back to the queue: an edit of a post that is not shown. */
  async holdAgain(tx: Transaction, postId: string, cause: Cause): Promise<void> {
    const post = await this.hold(tx, postId);
    this.holds.admit('WRITE', post);
    const to = legal('edit', post.state);
    if (to !== post.state) await this.setState(tx, post, to);
    await this.trace(tx, post, 'post.edited', to, cause, null);
    await this.tell(tx, post, to, cause);
  }

  /** A step of a text that nobody but its author and staff sees. */
  private async turn(
    tx: Transaction,
    postId: string,
    revisionId: string,
    step: 'reject' | 'reopen',
    cause: Cause,
  ): Promise<void> {
    const post = await this.lock(tx, postId);
    const to = legal(step, post.state);
    if (to !== post.state) await this.setState(tx, post, to);
    await tx.run(sql`
      update revision set state = ${step === 'reject' ? REJECTED : HELD}
      where id = ${revisionId} and post_id = ${postId} and state in ('HELD', 'REJECTED')`);
    const aboutText = to === post.state;
    const action = step === 'reject' ? (aboutText ? 'revision.rejected' : 'post.rejected') : 'post.reopened';
    await this.trace(tx, post, action, to, cause, revisionId);
    await this.tell(tx, post, to, cause);
  }

  private async lock(tx: Transaction, postId: string): Promise<LockedPost> {
    // Whoever waited here while staff moved the post to another board or thread finds nothing in the old place: look again.
    const post = (await this.lockOnce(tx, postId)) ?? (await this.lockOnce(tx, postId));
    if (!post) throw Refusal.notFound();
    return post;
  }

  private lockOnce(tx: Transaction, postId: string): Promise<LockedPost | null> {
    return tx.first<LockedPost>(sql`
      with locked as (
        select id, opening_post_id from thread where id = (select thread_id from post where id = ${postId})
        for no key update
      )
      select ${postColumns} from locked join post p on p.thread_id = locked.id join board b on b.id = p.board_id
      where p.id = ${postId} for no key update of p`);
  }

  private hold(tx: Transaction, postId: string): Promise<HeldPost> {
    return this.holds.post<HeldPost>(tx, postId, postColumns);
  }

  /**
   * While a match is stopped for safety, its mentor's texts are shown on boards of members by a lead's decision alone, and
   * nothing that turns to the other one of the pair is shown at all.
   */
  private async requireApart(tx: Transaction, post: HeldPost, revisionId: string, cause: Cause): Promise<void> {
    if (post.awaitsLead && post.boardKind !== BoardKind.STAFF) {
      if (cause.by === 'screened') throw new Refusal('CONFLICT', 'Your match was paused meanwhile: send it again.');
      if (cause.actorRole !== Role.SAFEGUARDING_LEAD) {
        throw new Refusal(
          'FORBIDDEN',
          'A match of its author is stopped for safety: a safeguarding lead decides on it.',
        );
      }
    }
    const text = await tx.first<{ html: string }>(sql`select body_html as html from revision where id = ${revisionId}`);
    const threadId = post.isOpening ? null : post.threadId;
    const met = peopleMet(text?.html ?? '', { threadId, parentId: post.parentId });
    if (await this.holds.meet(tx, post.authorId, met)) {
      if (cause.by === 'screened') throw keptApart();
      throw new Refusal(
        'BOARD_CLOSED',
        'It turns to somebody from whom a match that is stopped for safety keeps its author apart.',
      );
    }
  }

  /** The next number of the thread and the place in its tree; both are given once and kept for good. */
  private async giveNumber(tx: Transaction, post: LockedPost): Promise<void> {
    const now = this.clock.now();
    await tx.send(sql`
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
    await tx.send(sql`
      with parent as (
        update post set reply_count = reply_count + ${by}::int where id = ${post.parentId}::uuid
      )
      update thread set post_count = post_count + ${by}::int where id = ${post.threadId}`);
  }

  /**
   * @param isOwn the revision was stored in this very transaction: there is nothing to wait for
   * @returns whether the post has such a revision
   */
  private async show(tx: Transaction, post: LockedPost, revisionId: string, isOwn: boolean): Promise<boolean> {
    const now = this.clock.now();
    const statement = sql`
      with approved as (
        update revision set state = 'PUBLISHED' where id = ${revisionId} and post_id = ${post.postId}
        returning body_html, body_text, title, author_id
      ), titled as (
        update thread set title = approved.title from approved
        where thread.id = ${post.threadId} and approved.title is not null
          -- a text that only comes back must not undo a later renaming
          and ${post.shownRevisionId}::uuid is distinct from ${revisionId}::uuid
      )
      update post set state = 'PUBLISHED', shown_revision_id = ${revisionId}, restricted = false,
        staff_edited = approved.author_id <> post.author_id,
        body_html = approved.body_html, body_text = approved.body_text,
        edited_at = case when shown_revision_id is not null and shown_revision_id <> ${revisionId}
          then ${now}::timestamptz else edited_at end,
        state_changed_at = case when state = 'PUBLISHED' then state_changed_at else ${now}::timestamptz end
      from approved where post.id = ${post.postId}`;
    if (!isOwn) return (await tx.run(statement)) === 1;
    await tx.send(statement);
    return true;
  }

  private async takeBack(tx: Transaction, postId: string, revisionId: string): Promise<void> {
    await tx.send(sql`
      with waiting as (update revision set state = 'HELD' where id = ${revisionId} and post_id = ${postId})
      update post set latest_revision_id = ${revisionId} where id = ${postId}`);
  }

  private async setState(tx: Transaction, post: LockedPost, to: PostState): Promise<void> {
    await tx.send(sql`
      update post set state = ${to}, state_changed_at = ${this.clock.now()} where id = ${post.postId}`);
  }

  /** Erasure is for good: every version of the text goes, ids and place stay (domain 2.9). */
  private async destroyText(tx: Transaction, post: LockedPost): Promise<void> {
    await tx.send(sql`
      with emptied as (
        update revision set body = '', body_html = '', body_text = '', title = null, state = 'ERASED'
        where post_id = ${post.postId}
      ), reacted as (
        delete from reaction where post_id = ${post.postId}
      ), untitled as (
        update thread set title = '' where id = ${post.threadId} and opening_post_id = ${post.postId}
      ), forgotten as (
        delete from thread_title where thread_id = ${post.threadId} and ${post.isOpening}::boolean
      )
      update post set body_html = null, body_text = null, reaction_counts = '{}' where id = ${post.postId}`);
  }

  private log(tx: Transaction, hold: BoardHold, post: LockedPost, kind: BoardEventKind, posts: -1 | 0 | 1): void {
    this.boardLog.append(tx, hold, {
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
      facts: { by: cause.by, ...cause.facts },
    });
  }

  /** Last of every step: whoever listens finds it done. */
  private async tell(tx: Transaction, post: LockedPost, to: PostState, { by }: Cause): Promise<void> {
    await this.announcements.announce(tx, postStateChanged, { ...change(post), from: post.state, to, by });
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
