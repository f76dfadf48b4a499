import { ForumVerifier } from '#forum';
import type { Client, Data } from '../support/client.js';
import type { Community } from '../support/community.js';

/** Operations that the contract does not name. */
export const careOperations = {
  updateThread: `mutation ($input: UpdateThreadInput!) { updateThread(input: $input) {
    thread { id title kind pinned locked slowModeSeconds requiresAcknowledgement acceptedPostId titleHistory(first: 5) { nodes { title changedBy { displayName } } } } } }`,
  updateBoard: `mutation ($input: UpdateBoardInput!) { updateBoard(input: $input) { board { id slowModeSeconds } } }`,
  acceptAnswer: `mutation ($input: AcceptAnswerInput!) { acceptAnswer(input: $input) { thread { id acceptedPostId } } }`,
  acknowledge: `mutation ($input: AcknowledgeInput!) { acknowledge(input: $input) { thread { id viewerAcknowledged } } }`,
  moveThread: `mutation ($input: MoveThreadInput!) { moveThread(input: $input) { thread { id board { id } } } }`,
  splitThread: `mutation ($input: SplitThreadInput!) { splitThread(input: $input) {
    thread { id title postCount unreadCount author { displayName } } fromThread { id postCount unreadCount acceptedPostId } } }`,
  createThread: `mutation ($input: CreateThreadInput!) { createThread(input: $input) { thread { id } post { id number state } } }`,
  thread: `query ($id: ID!) { thread(id: $id) { id title kind pinned locked postCount unreadCount lastReadNumber firstUnreadNumber
    acceptedPostId viewerAcknowledged watch { level reason asleep } acknowledgements(first: 20) { nodes { person { displayName } } }
    titleHistory(first: 20) { nodes { title } }
    posts(first: 100) { nodes { id number depth state bodyText movedTo replyCount parent { id number } author { displayName } } } } }`,
  mentionCandidates: `query ($boardId: ID!, $prefix: String!, $first: Int) {
    mentionCandidates(boardId: $boardId, prefix: $prefix, first: $first) { username displayName } }`,
  blockPerson: `mutation ($input: BlockPersonInput!) { blockPerson(input: $input) { blocked } }`,
  unblockPerson: `mutation ($input: UnblockPersonInput!) { unblockPerson(input: $input) { blocked } }`,
  blockedPeople: `query ($first: Int, $after: String) { viewer { blockedPeople(first: $first, after: $after) {
    edges { cursor node { person { id displayName role } } } pageInfo { hasNextPage endCursor } } } }`,
} as const;

/** Something that every screening holds: a telephone number. */
export const heldText = 'Please call me on 07700 900123 tonight.';

export async function boardOf(client: Client, kind: string): Promise<string> {
  const { viewer } = await client.run('Viewer');
  return viewer.boards.nodes.find((board: Data) => board.kind === kind).id;
}

/** A new thread with replies: each at the top, or below the number that is given with it. */
export async function startThread(
  client: Client,
  boardId: string,
  replies: readonly (readonly [body: string, below?: number])[] = [],
  title = 'A thread',
): Promise<{ threadId: string; postIds: string[] }> {
  const { createThread } = await client.run('CreateThread', { input: { boardId, title, body: 'The beginning.' } });
  const threadId: string = createThread.thread.id;
  const postIds: string[] = [createThread.post.id];
  for (const [body, below] of replies) {
    const parentId = below === undefined ? null : postIds[below - 1];
    const { createPost } = await client.run('CreatePost', { input: { threadId, parentId, body } });
    postIds.push(createPost.post.id);
  }
  return { threadId, postIds };
}

/** What differs when the forum is counted again; must be empty after every story. */
export const drifts = (community: Community): Promise<unknown[]> => new ForumVerifier(community.database).drifts();
