import { type Client, type Data } from '../support/client.js';

/** A post that readers see, with its thread and its board. */
export interface Shown {
  postId: string;
  threadId: string;
  boardId: string;
}

export async function boardOf(client: Client, kind: 'MATCH' | 'COHORT' | 'PROGRAM'): Promise<string> {
  const { viewer } = await client.run('Viewer');
  return viewer.boards.nodes.find((board: Data) => board.kind === kind).id;
}

export async function programOf(client: Client): Promise<string> {
  const { viewer } = await client.run('Viewer');
  return viewer.enrolments[0].program.id;
}

/** Starts a thread whose opening post is published at once. */
export async function post(
  author: Client,
  kind: 'MATCH' | 'COHORT',
  body = 'The exhibition was lovely.',
): Promise<Shown> {
  const boardId = await boardOf(author, kind);
  const { createThread } = await author.run('CreateThread', { input: { boardId, title: 'The museum trip', body } });
  expect(createThread.post.state).toBe('PUBLISHED');
  return { postId: createThread.post.id, threadId: createThread.thread.id, boardId };
}

export async function stateOf(client: Client, postId: string): Promise<string> {
  const { post: found } = await client.data('query ($id: ID!) { post(id: $id) { state } }', { id: postId });
  return found?.state ?? 'NOT THERE';
}

export const flagWith = async (client: Client, input: Record<string, unknown>): Promise<Data> =>
  (await client.run('Flag', { input })).flag;

const caseDocument = `query ($id: ID!) { safetyCase(id: $id) {
  id state priority category owner { displayName } subject { id displayName } about { id }
  openedAt acknowledgedAt acknowledgeDueAt decideDueAt decidedAt outcome evidence { postId body }
  timeline(first: 50) { nodes { kind text actor { displayName } } }
  flags { category note reporter { id displayName } } externalReports { id agency reference dueAt madeAt } } }`;

/** A case in full, as this person sees it; null if it is not there for them. */
export const caseOf = async (client: Client, id: string): Promise<Data> =>
  (await client.data(caseDocument, { id })).safetyCase;

/** All cases of a program that this person sees, in full. */
export async function casesOf(client: Client, programId: string): Promise<Data[]> {
  const { safetyCases } = await client.data(
    'query ($programId: ID!) { safetyCases(programId: $programId, first: 100) { nodes { id } } }',
    { programId },
  );
  return Promise.all(safetyCases.nodes.map(({ id }: Data) => caseOf(client, id)));
}
