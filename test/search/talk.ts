import { PostState, PostStates } from '#forum';
import { Database, sql, uuidOf } from '#platform';
import { SearchFollower } from '#search';
import type { Client, Data } from '../support/client.js';
import type { Community } from '../support/community.js';

/** Writing for tests of search: whatever screening holds is approved at once, since what is said here is not the point. */
export class Talk {
  constructor(private readonly community: Community) {}

  async open(by: Client, boardId: string, title: string, body: string, more: object = {}): Promise<Data> {
    const { createThread } = await by.run('CreateThread', { input: { boardId, title, body, ...more } });
    await this.approve(createThread.post);
    return createThread;
  }

  async reply(by: Client, threadId: string, body: string): Promise<Data> {
    const { createPost } = await by.run('CreatePost', { input: { threadId, body } });
    await this.approve(createPost.post);
    return createPost.post;
  }

  /** Leaves it as screening left it. */
  async say(by: Client, threadId: string, body: string): Promise<Data> {
    return (await by.run('CreatePost', { input: { threadId, body } })).createPost.post;
  }

  async approve(post: { id: string; state: string }): Promise<void> {
    if (post.state !== (PostState.HELD as string)) return;
    await this.step(post.id, (states, tx, id, revisionId) =>
      states.publish(tx, id, revisionId, { actorId: null, actorRole: null, by: 'decided' }),
    );
  }

  async takeDown(postId: string, how: 'hide' | 'remove' | 'erase'): Promise<void> {
    await this.step(postId, async (states, tx, id) => {
      await states.takeDown(tx, id, how, { actorId: null, actorRole: null, by: 'decided' });
    });
  }

  /** Until documents say what the posts say. */
  async settle(): Promise<void> {
    await this.community.app.get(SearchFollower).catchUp();
  }

  private async step(
    postId: string,
    take: (
      states: PostStates,
      tx: Parameters<Parameters<Database['transaction']>[0]>[0],
      id: string,
      revisionId: string,
    ) => Promise<void>,
  ): Promise<void> {
    const id = uuidOf('Post', postId) ?? '';
    const states = this.community.app.get(PostStates, { strict: false });
    await this.community.database.transaction(async (tx) => {
      const row = await tx.first<{ revisionId: string }>(
        sql`select latest_revision_id as "revisionId" from post where id = ${id}`,
      );
      await take(states, tx, id, row?.revisionId ?? '');
    });
  }
}
