import { uuidOf } from '#platform';
import { SearchCheck, type SearchEngine, SearchRebuild, type SearchRequest } from '#search';
import type { Client, Data } from '../support/client.js';
import type { Community } from '../support/community.js';
import type { Talk } from './talk.js';

/** An engine with a board to fill. */
export class Workbench {
  constructor(
    readonly engine: SearchEngine,
    readonly community: Community,
    private readonly talk: Talk,
    readonly ada: Client,
    private readonly threadId: string,
    readonly boardId: string,
    readonly keys: readonly string[],
    readonly programIds: readonly string[],
  ) {}

  get authorId(): string {
    return uuidOf('Account', this.ada.accountId ?? '') ?? '';
  }

  async posts(...bodies: string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const body of bodies) ids.push(idOf(await this.talk.reply(this.ada, this.threadId, body)));
    await this.engine.index(ids);
    return ids;
  }

  async thread(title: string, body: string): Promise<string> {
    const { post } = await this.talk.open(this.ada, boardIdOf(this.boardId), title, body);
    await this.engine.index([idOf(post)]);
    return idOf(post);
  }

  /** Many posts alike, as an import writes them. */
  async copies(body: string, count: number): Promise<void> {
    const like = idOf(await this.talk.reply(this.ada, this.threadId, body));
    const { rows } = await this.community.database.pool.query<{ id: string }>(
      `with made as (
         insert into post (id, thread_id, board_id, author_id, author_role, number, path, state, shown_revision_id,
           latest_revision_id, body_html, body_text, created_at, published_at, state_changed_at)
         select gen_random_uuid(), thread_id, board_id, author_id, author_role, number + n, int4send(number + n), state,
           shown_revision_id, latest_revision_id, body_html, body_text, created_at, published_at - n * interval '1 ms',
           state_changed_at
         from post, generate_series(1, $2::int) n where id = $1::uuid returning id, thread_id
       ), counted as (
         update thread set last_number = last_number + $2::int where id = (select thread_id from made limit 1)
       )
       select id from made union all select $1::uuid`,
      [like, count - 1],
    );
    for (let at = 0; at < rows.length; at += 500) await this.engine.index(rows.slice(at, at + 500).map(({ id }) => id));
  }

  async rebuild(): Promise<void> {
    await this.community.app.get(SearchRebuild).run(() => undefined);
  }

  /** How many documents of this engine are not what they should be. */
  async drift(options: { repair: boolean }): Promise<number> {
    const reports = await this.community.app.get(SearchCheck).all(options);
    const report = reports.find(({ engine }) => engine === this.engine.name);
    expect(report).toMatchObject({ unchecked: null, posts: expect.any(Number) });
    return report?.wrong ?? -1;
  }

  async say(id: string, statement: string): Promise<void> {
    await this.community.database.pool.query(statement, [id]);
    await this.community.database.pool.query('update post set shown_revision_id = gen_random_uuid() where id = $1', [
      id,
    ]);
    await this.engine.index([id]);
  }

  request(text: string, more: Partial<SearchRequest> = {}): SearchRequest {
    const phrases = [...text.matchAll(/-?"[^"]*"|\S+/g)].map(([piece]) => piece);
    return {
      terms: phrases.map((piece) => ({
        text: piece.replace(/^-/, '').replaceAll('"', ''),
        phrase: piece.includes('"'),
        negated: piece.startsWith('-') && piece.length > 1,
      })),
      prefix: false,
      inTitle: false,
      openingPosts: false,
      keys: this.keys,
      programIds: this.programIds,
      languages: ['english'],
      boardIds: null,
      authorIds: null,
      kind: null,
      unanswered: false,
      before: null,
      from: null,
      order: 'RELEVANCE',
      after: null,
      limit: 50,
      ...more,
    };
  }

  async list(text: string, more: Partial<SearchRequest> = {}): Promise<string[]> {
    return (await this.engine.find(this.request(text, more))).hits.map(({ postId }) => postId);
  }

  async find(text: string, more: Partial<SearchRequest> = {}): Promise<string[]> {
    return (await this.list(text, more)).sort();
  }
}

const idOf = (post: Data): string => uuidOf('Post', post.id) ?? '';
const boardIdOf = (uuid: string): string => Buffer.from(`0a${uuid.replaceAll('-', '')}`, 'hex').toString('base64url');
