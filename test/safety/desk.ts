import { type Client, contractOperation, type Data } from '../support/client.js';
import type { Community } from '../support/community.js';

export interface Desk {
  program: string;
  /** Board of the pair that this person belongs to. */
  boardOf(person: string): Promise<string>;
  /** What waits for this person, newest state. */
  queue(person: string, variables?: Record<string, unknown>): Promise<Data[]>;
  /** The item about a post, as this person sees it; fails if it is not there. */
  itemFor(person: string, postId: string): Promise<Data>;
  /** Sends a decision about the item as it was read. */
  decide(person: string, item: Data, decision: Record<string, unknown>): Promise<Data>;
  /** The code with which such a decision is refused. */
  refusedDecision(person: string, item: Data, decision: Record<string, unknown>): Promise<string>;
  /** Everything that a thread shows this person. */
  posts(person: string, threadId: string): Promise<Data[]>;
  state(postId: string, person?: string): Promise<string | null>;
}

const decide = contractOperation('DecideReviewable');
const input = (item: Data, decision: Record<string, unknown>): Record<string, unknown> => ({
  reviewableId: item.id,
  revisionId: item.revision?.id ?? null,
  version: item.version,
  ...decision,
});

/** The work of those who review, in few words. */
export async function openDesk(community: Community): Promise<Desk> {
  const mia = await community.as('mia');
  const { viewer } = await mia.run('Viewer');
  const program: string = viewer.enrolments[0].program.id;
  const queue: Desk['queue'] = async (person, variables = {}) => {
    const client: Client = await community.as(person);
    const { reviewQueue } = await client.run('ReviewQueue', { programId: program, first: 100, ...variables });
    return reviewQueue.edges.map(({ node }: { node: Data }) => node);
  };
  return {
    program,
    queue,
    async boardOf(person) {
      const { viewer: own } = await (await community.as(person)).run('Viewer');
      return own.boards.nodes.find(({ kind }: { kind: string }) => kind === 'MATCH').id;
    },
    async itemFor(person, postId) {
      const item = (await queue(person)).find(({ post }) => post?.id === postId);
      if (!item) throw new Error(`nothing about that post waits for ${person}`);
      return item;
    },
    async decide(person, item, decision) {
      const client = await community.as(person);
      return (await client.data(decide, { input: input(item, decision) })).decideReviewable;
    },
    async refusedDecision(person, item, decision) {
      return (await community.as(person)).refused(decide, { input: input(item, decision) });
    },
    async posts(person, threadId) {
      const { thread } = await (await community.as(person)).run('Thread', { id: threadId, first: 50 });
      return thread === null ? [] : thread.posts.edges.map(({ node }: { node: Data }) => node);
    },
    async state(postId, person = 'sam') {
      const { post } = await (await community.as(person)).run('Post', { id: postId });
      return post?.state ?? null;
    },
  };
}
