import { Injectable } from '@nestjs/common';
import {
  Clock,
  Ids,
  insertInto,
  Refusal,
  type RefusalDetail,
  type Role,
  sql,
  type Sql,
  type Transaction,
} from '#platform';
import { admitsText, BoardHolds, heldFirst, holding, keptApart, meetsApart } from '../boards/board-holds.js';
import type { Place } from '../forum.policy.js';
import { differences } from './differences.js';
import { peopleMet } from './people-met.js';
import { PostState } from '../forum.types.js';
import { BODY_LENGTH, cleanText, renderBody, type RenderedBody, RENDERER_VERSION } from '../rendering/index.js';

/** Titles are read in lists on a phone; Discourse allows 255, and few are over 100. */
export const longestTitle = 200;

/** A text that passed hygiene and is rendered: what is screened, and then stored. */
export interface PreparedText {
  title: string | null;
  body: string;
  rendered: RenderedBody;
}

const reasons = {
  EMPTY: 'must not be empty',
  TOO_LONG: 'is too long',
  INVALID_UNICODE: 'is not valid Unicode text',
} as const;

/**
 * Cleans and renders what somebody wrote.
 * @param title undefined where there is none to give
 * @throws Refusal INVALID_INPUT with every field that is empty, over-long or no valid Unicode
 */
export function prepareText(source: { title?: string; body: string }): PreparedText {
  const fields: NonNullable<RefusalDetail['fields']> = [];
  const body = cleanText(source.body, { maxLength: BODY_LENGTH });
  if (!body.ok) fields.push({ field: 'body', reason: reasons[body.reason] });
  let title: string | null = null;
  if (source.title !== undefined) {
    const cleaned = cleanText(source.title, { singleLine: true, maxLength: longestTitle });
    if (cleaned.ok) title = cleaned.text;
    else fields.unshift({ field: 'title', reason: reasons[cleaned.reason] });
  }
  if (!body.ok || fields.length > 0) {
    throw new Refusal('INVALID_INPUT', fields.map(({ field, reason }) => `${field} ${reason}`).join(', '), { fields });
  }
  return { title, body: body.text, rendered: renderBody(body.text) };
}

export interface NewPost {
  postId: string;
  revisionId: string;
  threadId: string;
  authorId: string;
  authorRole: Role;
  place: Place;
  parentId: string | null;
  parentNumber: number | null;
  text: PreparedText;
  restricted: boolean;
}

/** Who writes what where, for asking whether they still may. */
interface Written {
  authorId: string;
  boardId: string;
  html: string;
  /** Null for what opens a thread. */
  threadId: string | null;
  parentId: string | null;
}

/**
 * Whether the text may be stored now. Access was checked when the request came; it may have ended while the text was
 * rendered and screened, or waited for its turn, and then nothing is written any more. An earlier statement of the
 * transaction holds what this asks (`board-holds.ts`).
 */
const stillWrites = ({ authorId, boardId, html, threadId, parentId }: Written, now: Date): Sql => {
  const author = sql`${authorId}::uuid`;
  return sql`${admitsText(author, sql`${boardId}::uuid`, now)}
    and not ${meetsApart(author, peopleMet(html, { threadId, parentId }))}`;
};

const writtenIn = ({ authorId, place, text, threadId, parentId }: NewPost, isOpening: boolean): Written => ({
  authorId,
  boardId: place.boardId,
  html: text.rendered.html,
  threadId: isOpening ? null : threadId,
  parentId,
});

/** A new text for a post. */
interface Edit extends Omit<Written, 'html'> {
  postId: string;
  expectedVersion: number;
  text: PreparedText;
  restricted: boolean;
}

/** Stores texts. Every post is born HELD; only `PostStates.publish` shows one. */
@Injectable()
export class Contributions {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly holds: BoardHolds,
  ) {}

  /**
   * Stores a reply. Its author's place, the matches and its thread are held until the end: staff who move or split the
   * thread, and whoever pauses the match, wait for this post, and if they were first, it finds no place. Held by a statement
   * of its own, since only what begins after that sees what they did.
   */
  async storeReply(tx: Transaction, post: NewPost): Promise<void> {
    const { authorId, place, threadId } = post;
    await tx.send(sql`
      with ${holding(sql`${authorId}::uuid`, sql`${place.boardId}::uuid`, this.clock.now())}
      select from thread where id = ${threadId} and ${heldFirst} for key share`);
    await this.storePost(tx, post, writtenIn(post, false));
  }

  private async storePost(tx: Transaction, post: NewPost, written: Written): Promise<void> {
    const now = this.clock.now();
    const { html, text } = post.text.rendered;
    const parent = post.parentId
      ? sql`and exists (select from post parent where parent.id = ${post.parentId} and parent.thread_id = t.id)`
      : sql``;
    const stored = await tx.run(sql`
      with place as materialized (
        select 1 from thread t where t.id = ${post.threadId} and t.board_id = ${post.place.boardId} ${parent}
          and ${stillWrites(written, now)}
      ), new_post as (
        insert into post (id, thread_id, board_id, author_id, author_role, parent_id, parent_number, state,
          latest_revision_id, body_html, body_text, restricted, created_at, state_changed_at)
        select ${post.postId}::uuid, ${post.threadId}::uuid, ${post.place.boardId}::uuid, ${post.authorId}::uuid,
          ${post.authorRole}, ${post.parentId}::uuid, ${post.parentNumber}::int, 'HELD', ${post.revisionId}::uuid, ${html},
          ${text}, ${post.restricted}::boolean, ${now}::timestamptz, ${now}::timestamptz
        from place
      )
      insert into revision (id, post_id, number, author_id, title, body, body_html, body_text, renderer_version, state,
        restricted, created_at)
      select ${post.revisionId}::uuid, ${post.postId}::uuid, 1, ${post.authorId}::uuid, ${post.text.title},
        ${post.text.body}, ${html}, ${text}, ${RENDERER_VERSION}::int, 'HELD',
        ${post.restricted}::boolean, ${now}::timestamptz
      from place`);
    if (stored === 0) throw await this.refusalOf(tx, written);
  }

  async storeThread(
    tx: Transaction,
    thread: { threadId: string; kind: string; requiresAcknowledgement: boolean },
    opening: NewPost,
  ): Promise<void> {
    const now = this.clock.now();
    const { authorId, place, authorRole, postId, text } = opening;
    await tx.send(sql`
      with ${holding(sql`${authorId}::uuid`, sql`${place.boardId}::uuid`, now)}
      insert into thread (id, board_id, kind, title, author_id, author_role, opening_post_id, created_at, last_activity_at,
        requires_acknowledgement)
      select ${thread.threadId}::uuid, ${place.boardId}::uuid, ${thread.kind}, ${text.title}, ${authorId}::uuid,
        ${authorRole}, ${postId}::uuid, ${now}::timestamptz, ${now}::timestamptz,
        ${thread.requiresAcknowledgement}::boolean
      where ${heldFirst}`);
    await this.storePost(tx, opening, writtenIn(opening, true));
  }

  /**
   * Adds a revision to a post, under the lock of its row. The caller holds its thread and what `stillWrites` asks.
   * @returns the new revision's id
   * @throws Refusal VERSION_CONFLICT with the current text if the post is not at `expectedVersion` any more, NOT_FOUND if
   * the author has just lost access
   */
  async storeRevision(tx: Transaction, edit: Edit): Promise<string> {
    const revisionId = this.ids.next();
    const now = this.clock.now();
    const { html, text } = edit.text.rendered;
    // Before anything was shown, the post carries the text of its newest revision for its author and reviewers.
    const moved = await tx.run(sql`
      update post set version = version + 1, latest_revision_id = ${revisionId},
        body_html = case when shown_revision_id is null then ${html} else body_html end,
        body_text = case when shown_revision_id is null then ${text} else body_text end,
        restricted = restricted or (${edit.restricted}::boolean and state <> 'PUBLISHED')
      where id = ${edit.postId} and version = ${edit.expectedVersion}
        and ${stillWrites({ ...edit, html }, now)}`);
    if (moved !== 1) throw await this.versionConflict(tx, edit);
    await tx.run(
      insertInto('revision', {
        id: revisionId,
        postId: edit.postId,
        number: edit.expectedVersion + 1,
        authorId: edit.authorId,
        title: edit.text.title,
        body: edit.text.body,
        bodyHtml: html,
        bodyText: text,
        rendererVersion: RENDERER_VERSION,
        state: PostState.HELD,
        restricted: edit.restricted,
        createdAt: now,
      }),
    );
    return revisionId;
  }

  /** Why a text found no place. */
  private async refusalOf(tx: Transaction, written: Written): Promise<Refusal> {
    const { authorId, boardId, html, threadId, parentId } = written;
    await this.holds.board(tx, authorId, boardId, 'WRITE');
    const met = peopleMet(html, { threadId, parentId });
    return (await this.holds.meet(tx, authorId, met)) ? keptApart() : Refusal.notFound();
  }

  private async versionConflict(tx: Transaction, edit: Edit): Promise<Refusal> {
    const { postId, expectedVersion, text } = edit;
    const current = await tx.first<{ version: number; body: string; title: string | null }>(sql`
      select p.version, r.body, r.title from post p join revision r on r.id = p.latest_revision_id where p.id = ${postId}`);
    // Nothing has changed but the right to write.
    if (current?.version === expectedVersion) return this.refusalOf(tx, { ...edit, html: text.rendered.html });
    return new Refusal('VERSION_CONFLICT', undefined, {
      current: { ...current },
      diff: differences(text.body, current?.body ?? ''),
    });
  }
}
