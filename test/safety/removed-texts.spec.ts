import { Jobs, type JobHandler } from '#platform';
import type { Client, Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';
import { post, type Shown } from './places.js';

const day = 86_400_000;
const words = 'All of you are wasps.';

describe('a text that was removed', () => {
  let community: Community;
  let desk: Desk;
  let removed: Shown & { itemId: string };

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    const shown = await post(await community.as('dan'), 'COHORT', words);
    await (await community.as('sam')).run('Flag', { input: { postId: shown.postId, category: 'BULLYING' } });
    const item = await desk.itemFor('mia', shown.postId);
    await desk.decide('mia', item, { decision: 'REMOVE', reasonCode: 'UNKIND' });
    removed = { ...shown, itemId: item.id };
  });
  afterAll(() => community.stop());

  const nightly = async (): Promise<void> => {
    const handler = community.app.get(Jobs).all.get('forum.removed') as unknown as JobHandler<object>;
    await handler({}, { number: 1, signal: new AbortController().signal });
  };
  const later = async (days: number): Promise<void> => {
    community.clock.advance(days * day);
    await nightly();
  };
  /** All that this person is told of the post, of its versions, its item, and of what somebody finds who searches. */
  const told = async (person: string): Promise<string> => {
    const client: Client = await community.anonymous.signedInAs(person);
    const answers: Data[] = [
      await client.run('Post', { id: removed.postId }),
      await client.run('Thread', { id: removed.threadId, first: 10 }),
      await client.run('Node', { id: removed.postId }),
    ];
    if (person !== 'dan' && person !== 'ben') {
      const item = `query ($id: ID!) { reviewable(id: $id) { evidence { title body } revision { title body }
        post { author { id } } context { before { bodyHtml } after { bodyHtml } } authorRecord { posts { bodyText } } } }`;
      answers.push(await client.data(item, { id: removed.itemId }));
      const search = 'query { search(query: "wasps", includeHidden: true, first: 10) { nodes { id bodyText } } }';
      answers.push((await client.data(search)).search.nodes);
    }
    return JSON.stringify(answers);
  };
  const readers = async (people: readonly string[]): Promise<string[]> => {
    const reading = [];
    for (const person of people) if ((await told(person)).includes('wasps')) reading.push(person);
    return reading;
  };
  const people = ['dan', 'ben', 'mia', 'cora', 'sam'];

  it('is read by its author for thirty days, by those who moderate for ninety, and then by the lead alone', async () => {
    await nightly();
    expect(await readers(people)).toEqual(['dan', 'mia', 'cora', 'sam']);
    await later(31);
    expect(await readers(people)).toEqual(['mia', 'cora', 'sam']);
    await later(58);
    expect(await readers(people)).toEqual(['mia', 'cora', 'sam']);
    await later(2);
    expect(await readers(people)).toEqual(['sam']);
    expect(await desk.state(removed.postId, 'ben')).toBe('REMOVED');
  });

  it('leaves its author the reasons, and comes back for everybody when an appeal is upheld', async () => {
    const dan = await community.anonymous.signedInAs('dan');
    const { viewer } = await dan.run('MyDecisions', { first: 5 });
    const decision = viewer.decisions.nodes.find(({ kind }: Data) => kind === 'REMOVE');
    expect(decision.statement).toEqual(expect.any(String));
    const { appeal } = await dan.data(
      'mutation ($input: AppealInput!) { appeal(input: $input) { reviewable { id } } }',
      { input: { decisionId: decision.id, text: 'I meant the animals in my story.' } },
    );
    const cora = await community.anonymous.signedInAs('cora');
    const { reviewQueue } = await cora.run('ReviewQueue', { programId: desk.program, first: 100 });
    const item = reviewQueue.edges.find(({ node }: Data) => node.id === appeal.reviewable.id).node;
    expect(item).toMatchObject({ kind: 'APPEAL', revision: { body: words } });
    const { id: reviewableId, version, revision } = item;
    await cora.run('DecideReviewable', {
      input: { reviewableId, version, revisionId: revision.id, decision: 'RESTORE' },
    });
    expect(await readers(people)).toEqual(people);
  });
});
