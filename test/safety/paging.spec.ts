import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Config, Health, sql, Worker } from '#platform';
import { CaseWatch } from '../../libs/safety/cases/case-watch.js';
import { isInside, WebhookChannel } from '../../libs/safety/on-call/webhook-channel.js';
import { LeadNotices } from '../../libs/safety/on-call/lead-notices.js';
import { Breaches } from '../../libs/safety/review/breaches.js';
import { PageChannelName } from '../../libs/safety/on-call/paging-channel.js';
import { Paging } from '../../libs/safety/on-call/paging.js';
import { Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { build, makeDataDir } from '../support/server-process.js';
import { programOf } from './places.js';
import { MailReceiver, WebhookReceiver } from './receivers.js';

const ask = 'mutation ($input: AskForHelpInput!) { askForHelp(input: $input) { receipt } }';
const danger = { input: { note: 'i have the pills, i will kill myself tonight' } };
const pages = '{ viewer { pages { caseId priority programName } } }';
const acknowledge = 'mutation ($input: AcknowledgeCaseInput!) { acknowledgeCase(input: $input) { safetyCase { id } } }';
const setOnCall = `mutation ($input: SetOnCallInput!) { setOnCall(input: $input) { onCall { position person { id } } } }`;
const safety = 'query ($id: ID!) { program(id: $id) { safetyReady safetyProblems onCall { position person { id } } } }';
const secret = 'a secret of the receiver';
const minute = 60_000;

interface PageRecord {
  channel: string;
  username: string;
  round: number;
  reason: string;
  sent: boolean;
}

describe('paging', () => {
  const webhook = new WebhookReceiver();
  const mail = new MailReceiver();
  let community: Community;
  let paging: Paging;
  let watch: CaseWatch;
  let env: Record<string, string>;

  beforeAll(async () => {
    env = {
      SMTP_URL: await mail.start(),
      PAGING_WEBHOOK_URL: await webhook.start(),
      PAGING_WEBHOOK_SECRET: secret,
      PAGING_WEBHOOK_PRIVATE: 'on',
      PUBLIC_URL: 'https://porchlight.example',
    };
    community = await startCommunity({ env });
    paging = community.app.get(Paging, { strict: false });
    watch = community.app.get(CaseWatch, { strict: false });
    await community.database.run(
      sql`update account set email = username || '@staff.example' where username in ('sam', 'cora')`,
    );
  });
  afterAll(async () => {
    await community.stop();
    await Promise.all([webhook.stop(), mail.stop()]);
  });
  beforeEach(async () => {
    webhook.requests.length = 0;
    mail.mails.length = 0;
    webhook.silent = false;
    webhook.status = 200;
    await community.database.run(sql`delete from graphile_worker._private_jobs`);
    await community.database.run(
      sql`truncate page, safety_case_entry, external_report, safety_case, lead_page, lead_notice`,
    );
  });

  const openCase = async (person = 'ben', variables: Record<string, unknown> = danger): Promise<string> => {
    await (await community.as(person)).data(ask, variables);
    const row = await community.database.first<{ id: string }>(
      sql`select id from safety_case order by id desc limit 1`,
    );
    return row?.id ?? '';
  };
  const told = (): Promise<PageRecord[]> =>
    community.database.rows<PageRecord>(sql`
      select p.channel, a.username, p.round, p.reason, p.sent_at is not null as sent
      from page p join account a on a.id = p.account_id order by p.reason, p.round, a.username, p.channel`);
  const alert = (caseId: string, round = 1) => ({ caseId, reason: 'ALERT' as const, round });
  /** What a worker would find to do, done. */
  const work = async (): Promise<void> => {
    const jobs = await community.database.rows<{ id: string; payload: Data }>(sql`
      select id, payload from graphile_worker._private_jobs where task_id in (
        select id from graphile_worker._private_tasks where identifier = 'safety.page') order by id`);
    for (const { id, payload } of jobs) {
      await community.database.run(sql`delete from graphile_worker._private_jobs where id = ${id}`);
      await paging.run(payload);
    }
  };

  it('tells the first of the chain at once, through every channel, and says nothing of what it is about', async () => {
    const caseId = await openCase();
    const [job] = await community.database.rows<{ priority: number; payload: Data }>(sql`
      select priority, payload from graphile_worker._private_jobs`);
    expect(job).toMatchObject({ priority: -100, payload: { caseId, reason: 'ALERT', round: 1 } });
    await work();
    expect(await told()).toEqual(
      ['LOG', 'MAIL', 'WEBHOOK'].map((channel) => ({
        channel,
        username: 'sam',
        round: 1,
        reason: 'ALERT',
        sent: true,
      })),
    );
    const [request] = webhook.requests;
    const ben = await community.as('ben');
    for (const text of [mail.mails[0] ?? '', request?.body ?? '']) {
      expect(text).toContain('P0 in ');
      expect(text).toContain('https://porchlight.example/safety/cases/');
      for (const hidden of ['pills', 'tonight', 'HELP_SIGNAL', 'Ben', ben.accountId ?? ''])
        expect(text).not.toContain(hidden);
    }
  });

  it('signs what it sends, so that a receiver can tell it from a forgery and from a replay', async () => {
    await openCase();
    await work();
    const { headers, body } = webhook.requests[0] ?? { headers: {}, body: '' };
    const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['porchlight-signature'])) ?? [];
    expect(createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')).toBe(signature);
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
    expect(headers['idempotency-key']).toBe(JSON.parse(body).pageId);
  });

  it('sends once, however often and however parallel its job runs', async () => {
    const caseId = await openCase();
    await Promise.all([1, 2, 3, 4].map(() => paging.run(alert(caseId))));
    await paging.run(alert(caseId));
    expect(webhook.requests).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
  });

  it('tries again what was not taken, and does not repeat what was', async () => {
    const caseId = await openCase();
    webhook.status = 500;
    await expect(paging.run(alert(caseId))).rejects.toThrow('a page was not taken');
    webhook.status = 302;
    await expect(paging.run(alert(caseId))).rejects.toThrow('a page was not taken');
    webhook.status = 200;
    await paging.run(alert(caseId));
    expect(webhook.requests).toHaveLength(3);
    expect(new Set(webhook.requests.map(({ body }) => JSON.parse(body).pageId)).size).toBe(1);
    expect(mail.mails).toHaveLength(1);
  });

  it('goes on to the next person every fifteen minutes, and round again, until somebody acknowledges', async () => {
    const caseId = await openCase();
    await work();
    for (let round = 2; round <= 3; round += 1) {
      community.clock.advance(15 * minute);
      await watch.run();
      await watch.run();
      await work();
    }
    const alerts = (await told()).filter(({ reason, channel }) => reason === 'ALERT' && channel === 'WEBHOOK');
    expect(alerts.map(({ username }) => username)).toEqual(['sam', 'cora', 'sam']);
    const cora = await community.anonymous.signedInAs('cora');
    const { viewer } = await cora.data(pages);
    expect(viewer.pages).toMatchObject([{ priority: 'P0' }]);
    const { acknowledgeCase } = await cora.data(acknowledge, { input: { caseId: viewer.pages[0].caseId } });
    expect(acknowledgeCase.safetyCase.id).toBe(viewer.pages[0].caseId);
    community.clock.advance(15 * minute);
    await watch.run();
    await work();
    await paging.run(alert(caseId, 4));
    expect((await told()).filter(({ reason, channel }) => reason === 'ALERT' && channel === 'WEBHOOK')).toHaveLength(3);
    community.clock.advance(-45 * minute);
  });

  it('lets nobody take on a case of which they were not told', async () => {
    await openCase();
    await work();
    const { viewer } = await (await community.as('sam')).data(pages);
    const { caseId } = viewer.pages[0];
    for (const name of ['mia', 'cora', 'olu', 'nia', 'ravi']) {
      const client = await community.as(name);
      expect((await client.data(pages)).viewer.pages).toEqual([]);
      expect(await client.refused(acknowledge, { input: { caseId } })).toBe('NOT_FOUND');
    }
  });

  it('tells those on shift in their order, then the leads; and the program says when nobody is', async () => {
    const sam = await community.as('sam');
    const [mia, cora, gus] = await Promise.all(['mia', 'cora', 'gus'].map((name) => community.as(name)));
    const programId = await programOf(sam);
    expect((await sam.data(safety, { id: programId })).program).toMatchObject({
      safetyReady: false,
      safetyProblems: ['NO_ON_CALL'],
    });
    const shifts = [mia, cora].map((client) => ({ accountId: client?.accountId }));
    const { setOnCall: set } = await sam.data(setOnCall, { input: { programId, shifts } });
    expect(set.onCall.map(({ position }: Data) => position)).toEqual([1, 2]);
    expect((await sam.data(safety, { id: programId })).program.safetyReady).toBe(true);
    const caseId = await openCase('cleo');
    for (const round of [1, 2, 3]) await paging.run(alert(caseId, round));
    const names = (await told()).filter(({ channel }) => channel === 'WEBHOOK').map(({ username }) => username);
    expect(names).toEqual(['mia', 'cora', 'sam']);
    const stranger = { input: { programId, shifts: [{ accountId: gus?.accountId }] } };
    expect(await sam.refused(setOnCall, stranger)).toBe('INVALID_INPUT');
    expect(await (await community.as('ravi')).refused(setOnCall, { input: { programId, shifts: [] } })).toBe(
      'NOT_FOUND',
    );
    expect(await (await community.as('cora')).refused(setOnCall, { input: { programId, shifts: [] } })).toBe(
      'FORBIDDEN',
    );
    expect((await (await community.as('ben')).data(safety, { id: programId })).program.onCall).toBeNull();
    await sam.data(setOnCall, { input: { programId, shifts: [] } });
  });

  it('never tells whom it is about', async () => {
    const [row] = await community.database.rows<{ programId: string; accountId: string }>(sql`
      select e.program_id as "programId", e.account_id as "accountId" from enrolment e
      join account a on a.id = e.account_id where a.username = 'sam'`);
    const caseId = await openCase();
    await community.database.run(
      sql`update safety_case set about_account_id = ${row?.accountId ?? ''} where id = ${caseId}`,
    );
    await paging.run(alert(caseId));
    expect(new Set((await told()).map(({ username }) => username))).toEqual(new Set(['cora']));
  });

  it('finds an administrator when a program has nobody else, and says so in the case when it has nobody', async () => {
    const staff = sql`role in ('SAFEGUARDING_LEAD', 'COORDINATOR')`;
    await community.database.run(sql`update enrolment set suspended_until = 'infinity' where ${staff}`);
    const caseId = await openCase();
    await paging.run(alert(caseId));
    expect(new Set((await told()).map(({ username }) => username))).toEqual(new Set(['olu']));
    await community.database.run(
      sql`update enrolment set suspended_until = 'infinity' where role in ('PROGRAM_ADMIN', 'MODERATOR')`,
    );
    const alone = await openCase('cleo');
    await paging.run(alert(alone));
    const [entry] = await community.database.rows(sql`
      select from safety_case_entry where safety_case_id = ${alone} and kind = 'NOBODY_TO_PAGE'`);
    expect(entry).toBeDefined();
    const { parts } = await community.app.get(Health).ready();
    expect(parts['on-call']).toMatch(/nobody to tell/);
    await community.database.run(sql`update enrolment set suspended_until = null`);
  });

  describe('about what is late in a queue', () => {
    afterEach(() => {
      community.clock.advance(-ahead);
      ahead = 0;
    });
    let ahead = 0;
    const week = 7 * 24 * 60 * minute;
    const notices = (): LeadNotices => community.app.get(LeadNotices, { strict: false });
    const waiting = (): Promise<{ id: string; noticeId: string }[]> =>
      community.database.rows(sql`
        select j.id, j.payload->>'noticeId' as "noticeId" from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'safety.tell-leads' order by j.id`);
    /** A text that waits and is late by now; found by the job that looks for it. */
    const overdue = async (): Promise<void> => {
      const cleo = await community.anonymous.signedInAs('cleo');
      const { viewer } = await cleo.run('Viewer');
      const boardId = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
      await cleo.run('CreateThread', { input: { boardId, title: 'A quiet day', body: 'It rained all day.' } });
      ahead += week;
      community.clock.advance(week);
      await community.app.get(Breaches, { strict: false }).run();
    };

    it('tells the lead in the name of no case, once for all that is late, and says nothing of what it is about', async () => {
      await overdue();
      await community.app.get(Breaches, { strict: false }).run();
      const jobs = await waiting();
      expect(jobs).toHaveLength(1);
      const [{ noticeId } = { noticeId: '' }] = jobs;
      await Promise.all([1, 2, 3].map(() => notices().run(noticeId)));
      await notices().run(noticeId);
      expect(webhook.requests).toHaveLength(1);
      expect(mail.mails).toHaveLength(1);
      const told = JSON.parse(webhook.requests[0]?.body ?? '{}');
      expect(told).toMatchObject({ caseId: null, priority: 'OVERDUE', account: (await community.as('sam')).accountId });
      for (const text of [mail.mails[0] ?? '', webhook.requests[0]?.body ?? '']) {
        expect(text).toContain('waits too long');
        for (const hidden of ['rained', 'quiet', 'Cleo']) expect(text).not.toContain(hidden);
      }
      const lines = await community.database.rows(sql`select from audit_event where action = 'lead.told'`);
      expect(lines).toHaveLength(1);
    });

    it('orders a new telling for what is late after the lead was told', async () => {
      await overdue();
      const [first] = await waiting();
      await notices().run(first?.noticeId ?? '');
      await community.database.run(
        sql`delete from graphile_worker._private_jobs where id = ${first?.id ?? ''}::bigint`,
      );
      await community.database.run(sql`update lead_notice set slot = to_timestamp(floor(extract(epoch from
        ${new Date(community.clock.now().getTime() + week)}::timestamptz) / 900) * 900)`);
      await overdue();
      const [second] = await waiting();
      expect(second?.noticeId).not.toBe(first?.noticeId);
      expect(await community.database.rows(sql`select from lead_notice`)).toHaveLength(2);
    });

    it('still tells the lead, once, when the process died before or in the middle of it', async () => {
      await overdue();
      const [job] = await waiting();
      const dead = sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead', attempts = 1`;
      await community.database.run(dead);
      ahead += 2 * minute;
      community.clock.advance(2 * minute);
      await community.app.get(Breaches, { strict: false }).run();
      expect((await waiting()).map(({ noticeId }) => noticeId)).toEqual([job?.noticeId, job?.noticeId]);

      webhook.status = 500;
      await expect(notices().run(job?.noticeId ?? '')).rejects.toThrow('not taken');
      webhook.status = 200;
      await community.database.run(dead);
      ahead += 2 * minute;
      community.clock.advance(2 * minute);
      await notices().sendLost();
      expect(await waiting()).toHaveLength(3);
      await notices().run(job?.noticeId ?? '');
      await notices().run(job?.noticeId ?? '');
      expect(mail.mails).toHaveLength(1);
      expect(webhook.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
        expect.any(String),
        webhook.requests[0]?.headers['idempotency-key'],
      ]);
    });
  });

  describe('when a process is killed', () => {
    it('still sends the page, once through each channel', async () => {
      const caseId = await killedAfterCommit(community, env);
      expect(webhook.requests).toHaveLength(0);
      expect(mail.mails).toHaveLength(0);
      const worker = community.app.get(Worker);
      await worker.start([]);
      await until(() => webhook.requests.length > 0 && mail.mails.length > 0);
      await worker.stop();
      await paging.run(alert(caseId));
      expect([webhook.requests.length, mail.mails.length]).toEqual([1, 1]);
    }, 40_000);

    it('in the middle of sending, orders anew what had not gone out, and only that', async () => {
      const caseId = await openCase();
      webhook.silent = true;
      const interrupted = paging.run(alert(caseId));
      await until(async () => webhook.requests.length === 1 && (await told()).filter(({ sent }) => sent).length === 2);
      // As the end of a process does: its connections break, and its job stays locked in the queue for hours.
      await community.database.run(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`);
      await expect(interrupted).rejects.toThrow();
      await community.database.run(sql`
        update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead', attempts = 1`);
      webhook.silent = false;
      community.clock.advance(2 * minute);
      await watch.run();
      community.clock.advance(-2 * minute);
      const worker = community.app.get(Worker);
      await worker.start([]);
      await until(() => webhook.requests.length === 2);
      await worker.stop();
      expect(mail.mails).toHaveLength(1);
      const ids = webhook.requests.map(({ body }) => JSON.parse(body).pageId);
      expect(ids[0]).toBe(ids[1]);
      expect((await told()).every(({ sent }) => sent)).toBe(true);
    }, 40_000);
  });
});

describe('the webhook', () => {
  const page = {
    id: '1',
    caseId: 'c',
    priority: 'P0',
    programName: 'P',
    text: 't',
    url: null,
    to: { accountId: 'a', email: null },
  };
  it.each(['http://pages.example/', 'https://127.0.0.1/', 'https://[::1]/', 'https://10.1.2.3/', 'https://localhost/'])(
    'does not call %s unless it is allowed to',
    async (url) => {
      const channel = new WebhookChannel({ url, secret, private: false });
      expect(channel.name).toBe(PageChannelName.WEBHOOK);
      await expect(channel.send(page)).rejects.toThrow(/https|private/);
    },
  );

  it('knows the addresses that are not on the public internet', () => {
    const within = [
      '127.0.0.1',
      '10.0.0.1',
      '172.20.1.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '224.0.0.1',
      'nonsense',
    ];
    expect(within.filter((address) => !isInside(address))).toEqual([]);
    expect(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111'].filter(isInside)).toEqual([]);
  });
});

async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 25_000; !(await reached()); await pause(20)) {
    if (Date.now() > end) throw new Error('it did not happen');
  }
}

/** A real API process, without a worker, takes a call for help and is killed the moment it has answered. @returns the case */
async function killedAfterCommit(community: Community, env: Record<string, string>): Promise<string> {
  build();
  const dataDir = makeDataDir();
  const { DATABASE_URL } = community.app.get(Config).values;
  const child = spawn(process.execPath, ['dist/apps/api/main.js'], {
    env: { PATH: process.env['PATH'], PORT: '0', DATABASE_URL, DATA_DIR: dataDir.path, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)));
    await until(() => /ready at \S+/.test(output));
    const url = /ready at (\S+)/.exec(output)?.[1] ?? '';
    const cleo = await new Client(url).signedInAs('cleo');
    await cleo.data(ask, danger);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
  } finally {
    child.kill('SIGKILL');
    await dataDir.remove();
  }
  const row = await community.database.first<{ id: string }>(sql`select id from safety_case`);
  return row?.id ?? '';
}
