import { sql } from '#platform';
import { Rescan } from '../../libs/safety/rescan/rescan.js';
import { RULE_PACK_VERSION } from '../../libs/safety/screening/index.js';
import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';
import { casesOf, post, type Shown, stateOf } from './places.js';

const grave = 'I will kill myself tonight, I have the pills here.';

describe('reading again what is published, with newer rules', () => {
  let community: Community;
  let desk: Desk;
  let ada: Client, ben: Client, sam: Client;

  beforeEach(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    const clients = await Promise.all(['ada', 'ben', 'sam'].map((name) => community.as(name)));
    [ada, ben, sam] = clients as [Client, Client, Client];
  });
  afterEach(() => community.stop());

  const rescan = (version?: string): Promise<void> => community.app.get(Rescan).run(undefined, version);
  const uuid = (id: string): string =>
    Buffer.from(id, 'base64url')
      .toString('hex', 1)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  /** A post that older rules let pass, with these words. */
  const passed = async (body: string): Promise<Shown> => {
    const shown = await post(ben, 'COHORT');
    await rewrite(shown, body);
    return shown;
  };
  const rewrite = async ({ postId }: Shown, body: string): Promise<void> => {
    await community.database.run(sql`
      with v as (update revision set body = ${body}, body_text = ${body}
        where id = (select shown_revision_id from post where id = ${uuid(postId)}))
      update post set body_text = ${body} where id = ${uuid(postId)}`);
  };
  const progress = (): Promise<Data> =>
    community.database.first(sql`
      select pack_version as "version", posts_read as read, posts_hidden as hidden, posts_queued as queued,
        finished_at is not null as finished from rescan order by started_at desc limit 1`);
  const lines = (postId: string): Promise<Data[]> =>
    community.database.rows(sql`
      select action, facts->>'by' as by, rule_ids as rules from audit_event
      where target_id = ${uuid(postId)} and facts->>'by' = 'rescan'`);
  const queue = (person: string, postId: string): Promise<Data> => desk.itemFor(person, postId);

  it('hides nothing of an innocent community, and is done once for each version', async () => {
    await rescan();
    const first = await progress();
    expect(first).toMatchObject({ version: RULE_PACK_VERSION, hidden: 0, finished: true });
    expect(first.read).toBeGreaterThan(20);
    const shown = await passed(grave);
    await rescan();
    expect(await progress()).toEqual(first);
    expect(await stateOf(ada, shown.postId)).toBe('PUBLISHED');
  });

  it('hides danger from everybody, opens a case, and tells the author how to object', async () => {
    const { postId } = await passed(grave);
    await rescan();
    expect(await stateOf(sam, postId)).toBe('HIDDEN');
    expect((await ada.run('Post', { id: postId })).post).toMatchObject({ state: 'HIDDEN', bodyHtml: null });
    expect(await queue('sam', postId)).toMatchObject({ kind: 'HELD_POST', priority: 'P0', state: 'PENDING' });
    await expect(queue('mia', postId)).rejects.toThrow('nothing');
    const [found] = (await casesOf(sam, desk.program)).filter(({ evidence }) => evidence?.postId === postId);
    expect(found).toMatchObject({ priority: 'P0', state: 'OPEN' });
    const { viewer } = await ben.run('MyDecisions', { first: 1 });
    expect(viewer.decisions.nodes[0]).toMatchObject({ kind: 'HIDE', automated: true, post: { id: postId } });
    expect(await lines(postId)).toEqual([
      { action: 'post.hidden', by: 'rescan', rules: expect.arrayContaining([expect.stringMatching(/^SELFHARM/)]) },
    ]);
  });

  it('puts a matter of words before a human and leaves it where it is', async () => {
    const { postId } = await passed('Look at https://some-shop.example/page for it.');
    await rescan();
    expect(await stateOf(ada, postId)).toBe('PUBLISHED');
    expect(await queue('mia', postId)).toMatchObject({ kind: 'COVERAGE', priority: 'P3' });
    expect(await lines(postId)).toHaveLength(1);
    expect(await progress()).toMatchObject({ hidden: 0, queued: 1 });
  });

  it('never does twice what a human has judged, whatever the version', async () => {
    const { postId } = await passed('The number on the poster is 07700 900123.');
    await rescan();
    const item = await queue('mia', postId);
    expect(await stateOf(sam, postId)).toBe('HIDDEN');
    await desk.decide('mia', item, { decision: 'RESTORE' });
    expect(await stateOf(ada, postId)).toBe('PUBLISHED');
    await rescan('a.later.version');
    expect(await progress()).toMatchObject({ version: 'a.later.version', hidden: 0, finished: true });
    expect(await stateOf(ada, postId)).toBe('PUBLISHED');
    expect(await lines(postId)).toHaveLength(1);
  });

  it('does not touch what a human approved with its findings in view', async () => {
    const { createThread } = await ben.run('CreateThread', {
      input: { boardId: await desk.boardOf('ben'), title: 'A poster', body: 'On it is 07700 900123.' },
    });
    const postId = createThread.post.id;
    await desk.decide('mia', await queue('mia', postId), { decision: 'APPROVE' });
    await rescan();
    expect(await stateOf(ada, postId)).toBe('PUBLISHED');
  });

  it('is one at a time, goes on where it stopped, and two at once change nothing twice', async () => {
    const shown = [];
    for (let each = 0; each < 3; each += 1) shown.push(await passed(`Number ${each} is 07700 90012${each}.`));
    const stopped = new AbortController();
    stopped.abort();
    await community.app.get(Rescan).run(stopped.signal);
    expect(await progress()).toMatchObject({ read: 0, finished: false });
    await Promise.all([1, 2, 3].map(() => rescan()));
    expect(await progress()).toMatchObject({ hidden: 3, finished: true });
    for (const { postId } of shown) expect(await lines(postId)).toHaveLength(1);
  });

  it('takes up again, after ten minutes, what a dead worker had begun', async () => {
    const { postId } = await passed('On the poster is 07700 900123.');
    await community.database.run(sql`
      insert into rescan (pack_version, started_at, lease_holder, leased_until)
      values (${RULE_PACK_VERSION}, now(), gen_random_uuid(), now() + interval '10 minutes')`);
    await rescan();
    expect(await stateOf(ada, postId)).toBe('PUBLISHED');
    community.clock.advance(11 * 60_000);
    await rescan();
    expect(await stateOf(await community.anonymous.signedInAs('sam'), postId)).toBe('HIDDEN');
  });

  it('wakes nobody at night for what was written long ago as for a danger of this hour', async () => {
    const { postId } = await passed(grave);
    await community.database.run(
      sql`update post set created_at = created_at - interval '30 days' where id = ${uuid(postId)}`,
    );
    await rescan();
    const item = await queue('sam', postId);
    expect(item.priority).toBe('P1');
  });
});
