import { globalId, sql, uuidOf } from '#platform';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { birthday, NewProgram, type Newcomer } from './new-program.js';

const until = '2099-01-01T00:00:00Z';
const madeUp = globalId('Account', '01890a5d-ac96-774b-bcce-b302099a8057');

/** Everything that takes the id of a person, with what else it wants. */
const operations: Record<string, (accountId: string, program: string) => { query: string; variables?: object }> = {
  node: (id) => ({
    query: 'query ($id: ID!) { node(id: $id) { __typename ... on Person { displayName } } }',
    variables: { id },
  }),
  ...mutations({
    blockPerson: (accountId) => ({ accountId }),
    unblockPerson: (accountId) => ({ accountId }),
    flag: (accountId) => ({ accountId, category: 'OTHER' }),
    changeDisplayName: (accountId) => ({ accountId, displayName: 'Robin' }),
    enrol: (accountId, programId) => ({ accountId, programId, role: 'MENTOR' }),
    imposeSanction: (accountId, programId) => ({
      ...{ accountId, programId, kind: 'WARN', reasonCode: 'UNKIND', reason: 'Please stay friendly.' },
    }),
    setOnCall: (accountId, programId) => ({ programId, shifts: [{ accountId }] }),
    coverMatch: (accountId) => ({ accountId, matchId: madeUp, until, reason: 'Away for a week.' }),
    assignCoordinator: (coordinatorId) => ({ coordinatorId, matchId: madeUp }),
    assignCase: (ownerId) => ({ ownerId, caseId: madeUp }),
  }),
  programSanctions: (accountId, id) => ({
    query:
      'query ($id: ID!, $accountId: ID!) { programSanctions(programId: $id, accountId: $accountId) { nodes { id } } }',
    variables: { id, accountId },
  }),
  auditTrail: (actorId, id) => ({
    query: `query ($id: ID!, $actorId: ID!) { auditTrail(programId: $id, first: 1, filter: { actorId: $actorId, actions: ["nothing"] }) {
      edges { node { id } } } }`,
    variables: { id, actorId },
  }),
};

function mutations(inputs: Record<string, (accountId: string, program: string) => object>): typeof operations {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      (accountId: string, program: string) => ({
        query: `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
        variables: { input: input(accountId, program) },
      }),
    ]),
  );
}

describe('somebody whom one may not know of', () => {
  let community: Community;
  let program: NewProgram;
  let mentee: Newcomer;
  let mentor: Newcomer;
  const outsiders: Record<string, Client> = {};

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    program = await NewProgram.make(community);
    ({ mentee, mentor } = await program.pair());
    for (const role of ['AUDITOR', 'GUARDIAN']) outsiders[role] = (await program.newcomer(role)).client;
    outsiders['a guardian who waits for consent'] = (await program.newcomer('MENTEE', birthday.child)).client;
    outsiders['a mentee of another program'] = await community.as('finn');
    outsiders['staff of another program'] = await community.as('nia');
  });
  afterAll(() => community.stop());

  const answer = async (client: Client, operation: string, accountId: string): Promise<Data> => {
    const { query, variables } = operations[operation]?.(accountId, program.id) ?? { query: '{ nothing }' };
    const { data, errors } = await client.send(query, variables as Record<string, unknown>);
    return { data, errors: errors?.map(({ message, extensions }) => ({ message, ...extensions, requestId: null })) };
  };

  it.each(Object.keys(operations))('is nobody to %s', async (operation) => {
    for (const [who, client] of Object.entries(outsiders)) {
      const nobody = JSON.stringify(await answer(client, operation, madeUp));
      for (const child of [mentee, mentor]) {
        const told = JSON.stringify(await answer(client, operation, child.accountId));
        expect([who, told.replaceAll(child.accountId, madeUp)]).toEqual([who, nobody]);
      }
      const { viewer } = await client.data(
        '{ viewer { blockedPeople(first: 5) { nodes { person { displayName } } } } }',
      );
      expect([who, viewer.blockedPeople.nodes]).toEqual([who, []]);
    }
  });

  it('is there for those who share a board or a pair with them, also when they have left', async () => {
    const blocked = 'mutation ($input: BlockPersonInput!) { blockPerson(input: $input) { blocked } }';
    const flag = 'mutation ($input: FlagInput!) { flag(input: $input) { flag { id } } }';
    await mentee.client.data(blocked, { input: { accountId: mentor.accountId } });
    const other = await program.newcomer('MENTOR');
    await program.screened(other);
    const { viewer } = await other.client.run('Viewer');
    const boardId = viewer.boards.nodes.find(({ kind }: Data) => kind === 'PROGRAM').id;
    const input = { boardId, title: 'Hello', body: 'I am new here.' };
    const { createThread } = await other.client.run('CreateThread', { input });
    await community.database.run(sql`
      update enrolment set status = 'CLOSED' where account_id = ${uuidOf('Account', other.accountId)}`);
    const about = { input: { accountId: other.accountId, category: 'OTHER' } };
    // What waits is known to nobody, and who has left with it.
    expect(createThread.post.state).toBe('HELD');
    expect(await mentee.client.refused(flag, about)).toBe('NOT_FOUND');
    const postId = uuidOf('Post', createThread.post.id);
    const threadId = uuidOf('Thread', createThread.thread.id);
    await community.database.run(sql`
      update post set state = 'PUBLISHED', number = 1, published_at = created_at where id = ${postId}`);
    await community.database.run(sql`
      update thread set published_at = created_at, last_number = 1, post_count = 1 where id = ${threadId}`);
    const { node } = await answerNode(mentee.client, other.accountId);
    expect(node).toEqual({ __typename: 'Person', displayName: expect.any(String) });
    await mentee.client.data(flag, about);
  });

  const answerNode = (client: Client, id: string): Promise<Data> =>
    client.data('query ($id: ID!) { node(id: $id) { __typename ... on Person { displayName } } }', { id });
});
