import { type Community, startCommunity } from '../support/community.js';

const node =
  'query Node($id: ID!) { node(id: $id) { __typename id ... on Person { displayName role } ... on Account { username } } }';

describe('people by id', () => {
  let community: Community;
  beforeAll(async () => {
    community = await startCommunity();
  });
  afterAll(() => community.stop());

  const seen = async (viewer: string, person: string): Promise<unknown> => {
    const id = (await community.as(person)).accountId;
    return (await (await community.as(viewer)).data(node, { id })).node;
  };

  it('are persons to those who share a board with them, by name and role alone', async () => {
    expect(await seen('ben', 'ada')).toMatchObject({ __typename: 'Person', role: 'MENTOR' });
    expect(await seen('ada', 'ben')).toMatchObject({ __typename: 'Person', role: 'MENTEE' });
  });

  it('are accounts to themselves and to the staff of their program', async () => {
    expect(await seen('ben', 'ben')).toMatchObject({ __typename: 'Account', username: 'ben' });
    expect(await seen('cora', 'ben')).toMatchObject({ __typename: 'Account', username: 'ben' });
  });

  it('do not exist for another program, nor for somebody whose consent is missing', async () => {
    expect(await seen('finn', 'ben')).toBeNull();
    expect(await seen('nia', 'ben')).toBeNull();
    expect(await seen('cora', 'finn')).toBeNull();
    expect(await seen('eve', 'ben')).toBeNull();
    expect(await seen('ben', 'eve')).toBeNull();
  });
});
