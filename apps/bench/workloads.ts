import { Role } from '#platform';
import type { SeedReport } from '../seed/seed.js';
import { type Api, operation } from './api-client.js';

/** One kind of work, as many clients would ask for it over the public contract. */
export interface Workload {
  id: string;
  what: string;
  token: string;
  nextBody(): string;
  /** Path on the bare server that answers the same statement; absent where there is none. */
  anchor?: string;
}

interface ThreadPage {
  thread: { posts: { pageInfo: { endCursor: string } } };
}

/** The workloads, for a signed-in member of one match of the seeded community. */
export async function workloads(api: Api, community: SeedReport): Promise<Workload[]> {
  const { bigThread, matches } = community;
  const [match] = matches;
  if (!match) throw new Error('the seed has no match');
  const token = await api.token(match.mentee);
  const body = (name: string, variables: object): string => JSON.stringify({ query: operation(name), variables });
  const fixed = (id: string, what: string, name: string, variables: object, anchor?: string): Workload => {
    const text = body(name, variables);
    return { id, what, token, nextBody: () => text, ...(anchor && { anchor }) };
  };
  const around = await api.send<ThreadPage>(
    operation('ThreadAround'),
    { id: bigThread.id, number: 5_000, first: 1 },
    token,
  );
  const after = around.thread.posts.pageInfo.endCursor;
  const threads = await threadsOfMatches(api, community);
  let count = 0;
  const write = (threadIds: readonly string[]): string => {
    count += 1;
    const threadId = threadIds[count % threadIds.length];
    return body('CreatePost', { input: { threadId, body: `Reading chapter ${count} was **worth it**, thank you.` } });
  };
  return [
    fixed('W1', 'Thread, 20 posts, first page', 'Thread', { id: bigThread.id, first: 20 }, 'thread'),
    fixed('W2', 'Thread, 20 posts, deep page', 'Thread', { id: bigThread.id, first: 20, after }, 'thread-deep'),
    fixed('W2n', 'Thread, 20 posts from a number', 'ThreadAround', { id: bigThread.id, number: 5_000, first: 20 }),
    fixed('W3', 'Replies, 20 nodes, depth 4', 'Replies', { id: bigThread.id, first: 20, depth: 4 }),
    fixed('W4', 'Board, 20 threads with unread counts', 'Board', { id: bigThread.boardId, first: 20 }, 'board'),
    fixed('W5', 'Viewer with boards and unread counts', 'Viewer', {}),
    { id: 'W6', what: 'CreatePost over many threads', token, nextBody: () => write(threads) },
    { id: 'W7', what: 'CreatePost on one thread', token, nextBody: () => write([threads[0] ?? '']) },
    ...(await searches(api, community)),
  ];
}

/** What people type, by the words of the seed: common ones, pairs, a phrase, a rare one, a typo, and one that is nowhere. */
export const queries: readonly string[] = [
  ...['project', 'work', 'volcano model', 'first draft', '"water cycle"', 'reading chapter', 'fraction -sheet'],
  ...['narrator', 'microscpoe', 'xyzzyqwv', 'from:me question', 'is:question maths'],
];

/** Whose searches are measured; the bare server answers for the same people. */
export const searchers = (community: SeedReport): { id: string; what: string; username: string; anchor: string }[] => {
  const [match] = community.matches;
  const of = (role: Role): string => community.accounts.find((account) => account.role === role)?.username ?? '';
  const { length } = community.matches;
  return [
    { id: 'W8', what: 'Search, member of 3 boards', username: match?.mentee ?? '', anchor: 'search-member' },
    {
      id: 'W8s',
      what: `Search, lead of ${length} match boards`,
      username: of(Role.SAFEGUARDING_LEAD),
      anchor: 'search-lead',
    },
    {
      id: 'W8c',
      what: `Search, coordinator of ${length} matches`,
      username: of(Role.COORDINATOR),
      anchor: 'search-coordinator',
    },
  ];
};

async function searches(api: Api, community: SeedReport): Promise<Workload[]> {
  const texts = queries.map((query) => JSON.stringify({ query: operation('Search'), variables: { query, first: 20 } }));
  const made: Workload[] = [];
  for (const { id, what, username, anchor } of searchers(community)) {
    let count = 0;
    const nextBody = (): string => texts[(count += 1) % texts.length] ?? '';
    made.push({ id, what, token: await api.token(username), nextBody, anchor });
  }
  return made;
}

/** Threads that the first mentee may write in: those of the program board, so the load spreads. */
async function threadsOfMatches(api: Api, { bigThread, matches }: SeedReport): Promise<string[]> {
  const token = await api.token(matches[0]?.mentee ?? '');
  const { board } = await api.send<{ board: { threads: { edges: { node: { id: string; locked: boolean } }[] } } }>(
    operation('Board'),
    { id: bigThread.boardId, first: 100 },
    token,
  );
  return board.threads.edges.map(({ node }) => node.id).filter((id) => id !== bigThread.id);
}
