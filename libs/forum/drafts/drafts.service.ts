import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  encodeCursor,
  type ForwardArgs,
  globalId,
  Ids,
  insertInto,
  isInstant,
  isUuid,
  pageOf,
  RateLimits,
  readPage,
  Refusal,
  requireUuid,
  sql,
  type Sql,
  type Transaction,
  type Viewer,
} from '#platform';
import { longestTitle } from '../submissions/contributions.js';
import type { Draft, DraftConnection, SaveDraftInput } from './drafts.types.js';
import { differences } from '../submissions/differences.js';
import { placeOfBoard, placeOfReply, type ReplyPlace } from '../submissions/places.queries.js';
import { BODY_LENGTH } from '../rendering/index.js';

/** A person's drafts together; past this the oldest must go first. Bounds storage, and nobody needs more. */
export const mostDrafts = 200;
/** Domain 2.9: drafts 30 days. */
export const draftDays = 30;

interface DraftRecord {
  id: string;
  boardId: string | null;
  threadId: string | null;
  parentId: string | null;
  postId: string | null;
  title: string | null;
  body: string;
  version: number;
  updatedAt: Date;
}

interface DraftPlace {
  boardId: string | null;
  threadId: string | null;
  parentId: string | null;
}

const columns = sql`id, board_id as "boardId", thread_id as "threadId", parent_id as "parentId", post_id as "postId", title, body, version,
  updated_at as "updatedAt"`;

/** Unsubmitted texts, kept on the server: many per place, each with a version, seen by their author alone. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async save(viewer: Viewer, input: SaveDraftInput): Promise<Draft> {
    checkLengths(input);
    await this.limits.consume(viewer, 'saveDraft');
    const place = await this.place(viewer, input);
    const { draftId, expectedVersion } = input;
    const known = draftId == null ? null : requireUuid('Draft', draftId);
    return this.database.transaction((tx) =>
      known === null && expectedVersion == null
        ? this.create(tx, viewer, place, input)
        : this.change(tx, viewer, known === null ? newestAt(viewer, place) : sql`id = ${known}`, input),
    );
  }

  async delete(viewer: Viewer, draftId: string): Promise<void> {
    const deleted = await this.database.run(
      sql`delete from draft where id = ${requireUuid('Draft', draftId)} and account_id = ${viewer.accountId}`,
    );
    if (deleted === 0) throw Refusal.notFound();
  }

  async of(viewer: Viewer, args: ForwardArgs): Promise<InstanceType<typeof DraftConnection>> {
    const page = readPage<readonly [string, string]>('drafts', args, ([at, id]) => isInstant(at) && isUuid(id));
    const [at, id] = page.key ?? [null, null];
    const rows = await this.database.rows<DraftRecord>(sql`
      select ${columns} from draft where account_id = ${viewer.accountId} and updated_at > ${this.oldest()}
        and (${at}::timestamptz is null or (updated_at, id) < (${at}::timestamptz, ${id}::uuid))
      order by updated_at desc, id desc limit ${page.limit + 1}`);
    return pageOf(rows, page, (row) => encodeCursor('drafts', [row.updatedAt.toISOString(), row.id]), draftFrom);
  }

  async byId(viewer: Viewer, ids: readonly string[]): Promise<(Draft | null)[]> {
    const rows = await this.database.rows<DraftRecord>(sql`
      select ${columns} from draft where id = any(${ids}::uuid[]) and account_id = ${viewer.accountId}
        and updated_at > ${this.oldest()}`);
    const byId = new Map(rows.map((row) => [row.id, draftFrom(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  private oldest(): Date {
    return new Date(this.clock.now().getTime() - draftDays * 86_400_000);
  }

  /** A draft is for a place that its author sees. */
  private async place(viewer: Viewer, { threadId, boardId, parentId }: SaveDraftInput): Promise<DraftPlace> {
    if ((threadId == null) === (boardId == null)) throw Refusal.invalid('threadId', 'give either threadId or boardId');
    if (boardId != null) {
      const board = requireUuid('Board', boardId);
      if (!(await this.database.first(placeOfBoard(viewer, board)))) throw Refusal.notFound();
      return { boardId: board, threadId: null, parentId: null };
    }
    const thread = requireUuid('Thread', threadId ?? '');
    const parent = parentId == null ? null : requireUuid('Post', parentId);
    const place = await this.database.first<ReplyPlace>(placeOfReply(viewer, thread, parent));
    if (!place || (parent && !place.parentId)) throw Refusal.notFound();
    return { boardId: null, threadId: thread, parentId: parent };
  }

  private async create(tx: Transaction, viewer: Viewer, place: DraftPlace, input: SaveDraftInput): Promise<Draft> {
    const now = this.clock.now();
    const count = await tx.first<{ count: number }>(
      sql`select count(*) from draft where account_id = ${viewer.accountId}`,
    );
    if ((count?.count ?? 0) >= mostDrafts) {
      throw new Refusal('CONFLICT', `There are ${mostDrafts} drafts already: delete some first.`);
    }
    const { title, body } = input;
    const row = { id: this.ids.next(), ...place, postId: null, title: title ?? null, body, version: 1, updatedAt: now };
    await tx.run(insertInto('draft', { ...row, accountId: viewer.accountId, createdAt: now }));
    return draftFrom(row);
  }

  private async change(tx: Transaction, viewer: Viewer, which: Sql, input: SaveDraftInput): Promise<Draft> {
    const current = await tx.first<DraftRecord>(sql`
      select ${columns} from draft where account_id = ${viewer.accountId} and ${which} for update`);
    if (!current) throw Refusal.notFound();
    if (current.version !== input.expectedVersion) {
      const { id, title, body, version } = current;
      throw new Refusal('VERSION_CONFLICT', undefined, {
        current: { draftId: globalId('Draft', id), title, body, version },
        diff: differences(input.body, body),
      });
    }
    const changed = await tx.first<DraftRecord>(sql`
      update draft set title = ${input.title ?? null}, body = ${input.body}, version = version + 1,
        updated_at = ${this.clock.now()}
      where id = ${current.id} returning ${columns}`);
    return draftFrom(changed ?? current);
  }
}

const newestAt = (viewer: Viewer, place: DraftPlace): Sql => sql`id = (
  select id from draft where account_id = ${viewer.accountId} and board_id is not distinct from ${place.boardId}::uuid
    and thread_id is not distinct from ${place.threadId}::uuid and parent_id is not distinct from ${place.parentId}::uuid
  order by updated_at desc, id desc limit 1)`;

/** Drafts are kept as typed; only what the database could not store is refused. */
function checkLengths({ title, body }: SaveDraftInput): void {
  if (body.length > BODY_LENGTH) throw Refusal.invalid('body', 'is too long');
  if ((title?.length ?? 0) > longestTitle) throw Refusal.invalid('title', 'is too long');
  for (const [field, text] of Object.entries({ title: title ?? '', body })) {
    if (text.includes('\0') || !text.isWellFormed()) throw Refusal.invalid(field, 'is not valid Unicode text');
  }
}

const draftFrom = (row: DraftRecord): Draft => ({
  __typename: 'Draft',
  id: globalId('Draft', row.id),
  title: row.title,
  body: row.body,
  version: row.version,
  boardId: row.boardId && globalId('Board', row.boardId),
  threadId: row.threadId && globalId('Thread', row.threadId),
  parentId: row.parentId && globalId('Post', row.parentId),
  postId: row.postId && globalId('Post', row.postId),
  updatedAt: row.updatedAt,
});
