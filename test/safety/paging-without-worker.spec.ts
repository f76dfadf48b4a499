import { Health, sql, Worker } from '#platform';
import { PageFallback } from '#safety';
import { schedule } from '../../apps/worker/schedule.js';
import { Paging } from '../../libs/safety/on-call/paging.js';
import { type Community, startCommunity } from '../support/community.js';
import { WebhookReceiver } from './receivers.js';

const ask = 'mutation ($input: AskForHelpInput!) { askForHelp(input: $input) { receipt } }';
const danger = { input: { note: 'i have the pills, i will kill myself tonight' } };

describe('a P0 that no worker takes', () => {
  const webhook = new WebhookReceiver();
  let community: Community;
  let fallback: PageFallback;

  beforeAll(async () => {
    community = await startCommunity({
      env: {
        PAGING_WEBHOOK_URL: await webhook.start(),
        PAGING_WEBHOOK_SECRET: 'a secret of the receiver',
        PAGING_WEBHOOK_PRIVATE: 'on',
      },
    });
    fallback = community.app.get(PageFallback, { strict: false });
  });
  afterAll(async () => {
    await community.stop();
    await webhook.stop();
  });
  beforeEach(async () => {
    webhook.requests.length = 0;
    webhook.status = 200;
    await community.database.run(sql`delete from graphile_worker._private_jobs`);
    await community.database.run(sql`truncate page, safety_case_entry, external_report, safety_case`);
  });

  const openCase = async (): Promise<string> => {
    await (await community.anonymous.signedInAs('ben')).data(ask, danger); // the clock outlives tokens
    const row = await community.database.first<{ id: string }>(sql`select id from safety_case`);
    return row?.id ?? '';
  };
  const health = async (): Promise<{ ok: boolean; parts: Record<string, string> }> => community.app.get(Health).ready();
  const rounds = async (): Promise<number[]> =>
    (
      await community.database.rows<{ round: number }>(
        sql`select distinct round from page where sent_at is not null order by round`,
      )
    ).map(({ round }) => round);

  it('is left to the workers for half a minute, then the API sends it, once', async () => {
    await openCase();
    community.clock.advance(20_000);
    await fallback.look();
    expect(webhook.requests).toHaveLength(0);

    community.clock.advance(11_000);
    await fallback.look();
    expect(webhook.requests).toHaveLength(1);
    await fallback.look();
    community.clock.advance(60_000);
    await fallback.look();
    expect(webhook.requests).toHaveLength(1);
  });

  it('turns every process unready once the page is late, and ready again once it went out', async () => {
    await openCase();
    expect((await health()).parts['pages']).toBe('ok');
    community.clock.advance(61_000);
    expect(await health()).toMatchObject({ ok: false, parts: { pages: '1 overdue' } });
    expect((await fetch(`${community.url}/health/ready`)).status).toBe(503);
    await fallback.look();
    expect(await health()).toMatchObject({ ok: true, parts: { pages: 'ok' } });
  });

  it('is sent once, however many processes and a late worker send it together', async () => {
    const caseId = await openCase();
    community.clock.advance(31_000);
    const paging = community.app.get(Paging, { strict: false });
    await Promise.all([
      ...Array.from({ length: 6 }, () => fallback.look()),
      ...Array.from({ length: 6 }, () => paging.run({ caseId, reason: 'ALERT', round: 1 })),
    ]);
    expect(webhook.requests).toHaveLength(1);
  });

  it('goes on to the next of the chain without any worker', async () => {
    await openCase();
    community.clock.advance(31_000);
    await fallback.look();
    community.clock.advance(15 * 60_000);
    // Without a look nobody orders the next round, and that is late as well.
    community.clock.advance(61_000);
    expect((await health()).parts['pages']).toBe('1 overdue');
    await fallback.look(); // orders the second round
    community.clock.advance(31_000);
    await fallback.look(); // and sends it
    expect(await rounds()).toEqual([1, 2]);
    expect((await health()).parts['pages']).toBe('ok');
  });

  it('is not late once somebody has acknowledged it', async () => {
    await openCase();
    await community.database.run(sql`update safety_case set acknowledged_at = now()`);
    community.clock.advance(3_600_000);
    await fallback.look();
    expect(webhook.requests).toHaveLength(0);
    expect((await health()).parts['pages']).toBe('ok');
  });

  it('is not retried at every look where no channel takes it', async () => {
    webhook.status = 500;
    await openCase();
    community.clock.advance(31_000);
    for (let look = 0; look < 5; look += 1) await fallback.look();
    expect(webhook.requests).toHaveLength(1);
    // The line in the log tells nobody.
    community.clock.advance(31_000);
    expect((await health()).parts['pages']).toBe('1 overdue');
    webhook.status = 200;
    await fallback.look();
    expect(webhook.requests).toHaveLength(2);
    expect((await health()).parts['pages']).toBe('ok');
  });

  it('says in health whether any worker is heard of, and how long the oldest due job waits', async () => {
    expect((await health()).parts['worker']).toBe('none is heard of');
    await community.database.run(
      sql`select graphile_worker.add_job('search.push', '{}', run_at => now() - interval '5 minutes')`,
    );
    expect((await health()).parts['jobs']).toMatch(/^the oldest due job waits for (29\d|30\d|31\d) s$/);
    const worker = community.app.get(Worker);
    await worker.start(schedule);
    expect((await health()).parts['worker']).toBe('ok');
    await worker.stop();
    expect((await health()).parts['worker']).toBe('none is heard of');
  });
});
