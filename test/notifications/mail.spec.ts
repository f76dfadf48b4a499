import { NotificationsPurge, PostOffice } from '#notifications';
import { Config, sql } from '#platform';
import { startApi } from '../../apps/api/api.js';
import { boardOf, careOperations, startThread } from '../forum/boards.js';
import { openDesk } from '../safety/desk.js';
import { MailReceiver } from '../safety/receivers.js';
import { Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { consent, Ears, operations, revoke } from './ears.js';

const minute = 60_000;
const hour = 60 * minute;

describe('mail about notifications', () => {
  const server = new MailReceiver();
  let community: Community;
  let ears: Ears;
  let ben: Client;
  let ada: Client;
  let mia: Client;
  let pair: string;
  let cohort: string;

  beforeAll(async () => {
    const env = { SMTP_URL: await server.start(), PUBLIC_URL: 'https://porchlight.example', RATE_LIMITS: 'off' };
    community = await startCommunity({ env });
    ears = new Ears(community);
    await community.database.run(sql`update account set email = username || '@mail.example'`);
  });
  afterAll(async () => {
    await community.stop();
    await server.stop();
  });
  beforeEach(async () => {
    server.mails.length = 0;
    await community.database.run(
      sql`truncate notification, notification_task, notification_mail, notification_preference`,
    );
    await at('12:00');
    pair = await boardOf(ben, 'MATCH');
    cohort = await boardOf(ben, 'COHORT');
  });

  /** The next time that clocks in London show this; whoever is needed signs in again, since access tokens are short. */
  const at = async (time: string): Promise<void> => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });
    const shown = clock.format(community.clock.now()).split(':').map(Number);
    const [wanted, now] = [time.split(':').map(Number), shown];
    const seconds = ((wanted[0]! - now[0]!) * 60 + wanted[1]! - now[1]!) * 60 - now[2]!;
    community.clock.advance((seconds <= 0 ? seconds + 86_400 : seconds) * 1_000);
    await signIn();
  };
  const signIn = async (): Promise<void> => {
    [ben, ada, mia] = (await Promise.all(
      ['ben', 'ada', 'mia'].map((name) => community.anonymous.signedInAs(name)),
    )) as [Client, Client, Client];
  };
  const reply = async (by: Client, threadId: string, body = 'A word.'): Promise<string> =>
    (await by.run('CreatePost', { input: { threadId, body } })).createPost.post.id;
  /** Lets so much time pass, and has sent what is due then. */
  const after = async (milliseconds: number): Promise<string[]> => {
    await ears.settle();
    community.clock.advance(milliseconds);
    await ears.post();
    return server.mails;
  };
  const to = (mail: string | undefined): string | undefined => /^To: (.*)$/m.exec(mail ?? '')?.[1];
  const subject = (mail: string | undefined): string | undefined => /^Subject: (.*)$/m.exec(mail ?? '')?.[1];
  /** Long ones come folded. */
  const header = (mail: string | undefined, name: string): string =>
    new RegExp(`^${name}:(.*(?:\\r\\n[ \\t].*)*)`, 'im')
      .exec(mail ?? '')?.[1]
      ?.replaceAll(/\r\n[ \t]/g, '')
      .trim() ?? '';
  /** The text as its reader has it: quoted-printable undone. */
  const text = (mail: string | undefined): string =>
    (mail ?? '')
      .slice((mail ?? '').indexOf('\r\n\r\n'))
      .replaceAll('=\r\n', '')
      .replaceAll('=3D', '=');
  const setEmail = (client: Client, email: string): Promise<Data> =>
    client.data(operations.setPreferences, { input: { email } });

  it('says that there is something and where, and nothing of what or of whom', async () => {
    const { threadId } = await startThread(ada, pair, [], 'Building a volcano');
    const post = await reply(ben, threadId, 'The lava is purple now, @ada.');
    expect(await after(minute)).toEqual([]);
    const [mail, ...others] = await after(minute + 1_000);
    expect(others).toEqual([]);
    expect(to(mail)).toBe('ada@mail.example');
    expect(subject(mail)).toBe('Somebody mentioned you');
    expect(text(mail)).toContain(`https://porchlight.example/posts/${post}`);
    expect(header(mail, 'Message-ID')).toMatch(/^<notification-[0-9a-f-]{36}@porchlight>$/);
    expect(header(mail, 'Auto-Submitted')).toBe('auto-generated');
    for (const hidden of ['lava', 'purple', 'volcano', 'Building', 'Ben', 'ben', 'Ada', 'Lantern', threadId]) {
      expect(mail?.replace('ada@mail.example', '')).not.toContain(hidden);
    }
    expect(await after(hour)).toHaveLength(1);
  });

  it('is dropped when the post was hidden or withdrawn before it was sent (S10)', async () => {
    const { threadId } = await startThread(ada, cohort);
    const hidden = await reply(ben, threadId, 'One.');
    const withdrawn = await reply(ben, threadId, 'Two.');
    await ears.settle();
    expect(await ears.mailsWaiting()).toBe(1);
    const cleo = await community.anonymous.signedInAs('cleo');
    await cleo.run('Flag', { input: { postId: hidden, category: 'UNSAFE_ADULT' } });
    await ben.run('WithdrawPost', { input: { postId: withdrawn } });
    expect(await after(3 * minute)).toEqual([]);
    expect(await ears.mailsWaiting()).toBe(0);
  });

  it('is built from what stands when it is sent: an edit that takes the mention back takes the mail with it (S10)', async () => {
    const { threadId } = await startThread(ben, cohort);
    const stays = await reply(ben, threadId, 'Hello @ada.');
    const goes = await reply(ben, threadId, 'Hello again @ada.');
    await ears.settle();
    await ben.run('EditPost', { input: { postId: goes, body: 'Hello nobody.', expectedVersion: 1 } });
    const [mail] = await after(3 * minute);
    expect(subject(mail)).toBe('Somebody mentioned you');
    expect(text(mail)).toContain(stays);
    expect(text(mail)).not.toContain(goes);
  });

  it('is dropped when its receiver lost access, muted the thread, switched mail off or read it meanwhile (S9, S10)', async () => {
    const stories: [string, (threadId: string) => Promise<unknown>][] = [
      ['moved', (threadId) => mia.data(careOperations.moveThread, { input: { threadId, boardId: staff } })],
      ['muted', (threadId) => ada.run('SetWatch', { input: { threadId, level: 'MUTED' } })],
      ['read', (threadId) => ada.run('MarkRead', { input: { threadId, number: 9 } })],
      ['off', () => setEmail(ada, 'OFF')],
      [
        'out',
        () =>
          community.database.run(sql`update enrolment set in_force_until = ${community.clock.now()}
            where account_id = (select id from account where username = 'ada')`),
      ],
    ];
    const staff = await boardOf(mia, 'STAFF');
    for (const [why, happens] of stories) {
      const { threadId } = await startThread(ada, cohort);
      await reply(ben, threadId);
      await ears.settle();
      expect({ why, waiting: await ears.mailsWaiting() }).toEqual({ why, waiting: 1 });
      await happens(threadId);
      expect({ why, mails: await after(3 * minute) }).toEqual({ why, mails: [] });
      expect(await ears.mailsWaiting()).toBe(0);
      await setEmail(ada, 'INSTANT').catch(() => undefined);
      await signIn();
    }
    await community.database.run(sql`update enrolment set in_force_until = null
      where account_id = (select id from account where username = 'ada')`);
  });

  it('comes once an hour for each thread at the most, and goes on coming to who never reads here', async () => {
    const { threadId } = await startThread(ada, cohort);
    const other = await startThread(ada, cohort);
    for (let n = 0; n < 3; n += 1) await reply(ben, threadId, `Reply ${n}.`);
    await reply(ben, other.threadId);
    expect((await after(3 * minute)).map(subject).sort()).toEqual(['You have 3 new replies', 'You have a new reply']);
    await signIn();
    await reply(ben, threadId, 'Another.');
    expect(await after(30 * minute)).toHaveLength(2);
    const [, , third] = await after(31 * minute);
    expect(subject(third)).toBe('You have a new reply');
    await signIn();
    await reply(ben, threadId, 'And another.');
    expect(await after(hour)).toHaveLength(4);
  });

  it('goes to the young only with consent to be written to, at no time in their quiet hours', async () => {
    const { threadId } = await startThread(ben, pair);
    await reply(ada, threadId);
    expect(await after(3 * minute)).toEqual([]);
    expect((await ben.data(operations.preferences)).viewer.notificationPreferences).toEqual({
      email: 'INSTANT',
      emailObstacle: 'CONSENT_MISSING',
      quietHours: { from: '21:00', until: '07:00' },
    });
    await at('12:00');
    await consent(fresh(), 'ben', 'EMAIL_SMS');
    expect((await ben.data(operations.preferences)).viewer.notificationPreferences.emailObstacle).toBeNull();
    await reply(ada, threadId, 'With consent.');
    expect((await after(3 * minute)).map(to)).toEqual(['ben@mail.example']);
    await at('20:59');
    await reply(ada, threadId, 'Good night.');
    expect(await after(3 * minute)).toHaveLength(1);
    expect(await after(9 * hour)).toHaveLength(1);
    const mails = await after(hour);
    expect(mails.map(subject)).toEqual(['You have a new reply', 'You have a new reply']);
    await at('12:00');
    await reply(ada, threadId, 'Before it is revoked.');
    await ears.settle();
    await revoke(fresh(), 'ben', 'EMAIL_SMS');
    expect(await after(3 * minute)).toHaveLength(2);
    expect((await ada.data(operations.preferences)).viewer.notificationPreferences).toEqual({
      email: 'INSTANT',
      emailObstacle: null,
      quietHours: null,
    });
  });
  /** Staff who sign in at the time of now. */
  const fresh = (): Community => ({ ...community, as: (person) => community.anonymous.signedInAs(person) });

  it('comes once a day to who wishes so, with all of the day', async () => {
    expect((await setEmail(ada, 'DAILY')).setNotificationPreferences.notificationPreferences.email).toBe('DAILY');
    const [one, two] = [await startThread(ada, cohort), await startThread(ada, pair)];
    await reply(ben, one.threadId);
    await reply(ben, two.threadId);
    const mentioned = await reply(ben, two.threadId, 'You too, @ada?');
    expect(await after(3 * hour)).toEqual([]);
    const [mail, ...others] = await after(hour + minute);
    expect(others).toEqual([]);
    expect(subject(mail)).toBe('You have 3 notifications');
    expect(text(mail)).toContain(mentioned);
    expect(await after(25 * hour)).toHaveLength(1);
  });

  it('goes out once, however many workers send, and survives one that is killed while it sends', async () => {
    const { threadId } = await startThread(ada, cohort);
    await reply(ben, threadId);
    await ears.settle();
    community.clock.advance(3 * minute);
    await Promise.all(Array.from({ length: 6 }, () => ears.post()));
    expect(server.mails).toHaveLength(1);
    const [first] = server.mails;
    // As it is left by a process that died after the mail server took the mail, and before it wrote that down.
    await community.database.run(sql`update notification_mail set sent_at = null`);
    await ears.post();
    expect(server.mails).toHaveLength(1);
    community.clock.advance(10 * minute);
    await ears.post();
    expect(server.mails).toHaveLength(2);
    expect(header(server.mails[1], 'Message-ID')).toBe(header(first, 'Message-ID'));
    community.clock.advance(hour);
    await ears.post();
    expect(server.mails).toHaveLength(2);
  });

  it('is not lost when the server is started anew before it is sent', async () => {
    const { threadId } = await startThread(ada, cohort);
    await reply(ben, threadId);
    await ears.settle();
    community.clock.advance(3 * minute);
    const started = await startApi(new Config({ ...community.app.get(Config).values, PORT: 0 }), community.clock);
    await Promise.all([started.app.get(PostOffice).run(), ears.post()]);
    await started.stop();
    expect(server.mails.map(to)).toEqual(['ada@mail.example']);
  });

  it('is stopped by one click without signing in, and by nothing that only looks', async () => {
    const { threadId } = await startThread(ada, cohort);
    await reply(ben, threadId);
    const [mail] = await after(3 * minute);
    expect(header(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    const [, path] = /^<https:\/\/porchlight\.example(\/mail\/unsubscribe\/[\w.-]+)>$/.exec(
      header(mail, 'List-Unsubscribe'),
    )!;
    expect(text(mail)).toContain(path);
    const link = `${community.url}${path}`;
    const email = async (): Promise<string> =>
      (await ada.data(operations.preferences)).viewer.notificationPreferences.email;
    const forged = link.slice(0, -3) + (link.endsWith('AAA') ? 'BBB' : 'AAA');
    const pages = await Promise.all([link, forged].map(async (url) => (await fetch(url)).text()));
    expect(pages[0]).toBe(pages[1]);
    await fetch(link, { method: 'HEAD' });
    for (const method of ['PUT', 'DELETE']) expect((await fetch(link, { method })).status).toBe(405);
    await signIn();
    // Neither a token of another kind nor a forged one, and the answer tells nothing of anybody.
    for (const bad of [
      forged,
      `${community.url}/mail/unsubscribe/${ada.tokens?.accessToken}`,
      `${community.url}/mail/unsubscribe/`,
    ]) {
      const answer = await fetch(bad, { method: 'POST' });
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toMatch(/ada|Ada/);
    }
    expect(await email()).toBe('INSTANT');
    const token = path!.split('/').at(-1)!;
    expect(
      await new Client(community.url, { accessToken: token, refreshToken: '' }).refused(
        '{ viewer { account { id } } }',
      ),
    ).toBe('UNAUTHENTICATED');
    for (let n = 0; n < 2; n += 1) {
      const answer = await fetch(link, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
        redirect: 'error',
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(await email()).toBe('OFF');
    await reply(ben, threadId);
    expect(await after(2 * hour)).toHaveLength(1);
    expect(await ears.mailsWaiting()).toBe(0);
  });

  it('is tried again when the mail server is away, and given up after some tries', async () => {
    const { threadId } = await startThread(ada, cohort);
    await reply(ben, threadId);
    await ears.settle();
    community.clock.advance(3 * minute);
    server.refusing = true;
    await ears.post();
    expect(await ears.mailsWaiting()).toBe(1);
    server.refusing = false;
    await ears.post();
    expect(server.mails).toEqual([]);
    community.clock.advance(10 * minute);
    await ears.post();
    expect(server.mails).toHaveLength(1);
    await at('12:00');
    await reply(ben, threadId);
    await ears.settle();
    server.refusing = true;
    for (let n = 0; n < 10; n += 1) {
      community.clock.advance(4 * hour);
      await ears.post();
    }
    server.refusing = false;
    expect(await ears.mailsWaiting()).toBe(0);
    expect(server.mails).toHaveLength(1);
  });

  it('keeps no row of what was sent for longer than a week', async () => {
    const { threadId } = await startThread(ada, cohort);
    await reply(ben, threadId);
    await after(3 * minute);
    const purge = community.app.get(NotificationsPurge);
    await purge.run();
    expect(await community.database.run(sql`select from notification_mail`)).toBe(1);
    community.clock.advance(8 * 24 * hour);
    await purge.run();
    expect(await community.database.run(sql`select from notification_mail`)).toBe(0);
  });

  it('is never about a post that waits, and tells adults alone of a decision', async () => {
    await consent(fresh(), 'cleo', 'EMAIL_SMS');
    const [cleo, dan] = [await community.anonymous.signedInAs('cleo'), await community.anonymous.signedInAs('dan')];
    const { threadId } = await startThread(dan, await boardOf(cleo, 'MATCH'));
    const post = await reply(cleo, threadId, 'A cat, @dan.');
    expect(await after(3 * minute)).toEqual([]);
    const desk = await openDesk(fresh());
    await desk.decide('mia', await desk.itemFor('mia', post), { decision: 'APPROVE' });
    community.clock.advance(20_000);
    expect((await after(3 * minute)).map(to)).toEqual(['dan@mail.example']);
  });
});

describe('a server without a way to send mail', () => {
  it.each([
    ['no mail server', { PUBLIC_URL: 'https://porchlight.example' }],
    ['no address of its own', { SMTP_URL: 'smtp://127.0.0.1:9' }],
  ])('queues none: %s', async (_why, env) => {
    const community = await startCommunity({ env });
    const ears = new Ears(community);
    await community.database.run(sql`update account set email = username || '@mail.example'`);
    const [ada, ben] = [await community.as('ada'), await community.as('ben')];
    const { threadId } = await startThread(ada, await boardOf(ben, 'MATCH'));
    const { createPost } = await ben.run('CreatePost', { input: { threadId, body: 'Hello.' } });
    await ears.settle();
    await ears.post();
    expect(await ears.kinds(ada, createPost.post.id)).toEqual(['REPLY']);
    expect(await ears.mailsWaiting()).toBe(0);
    expect((await ada.data(operations.preferences)).viewer.notificationPreferences.emailObstacle).toBe('NOT_SET_UP');
    await community.stop();
  });
});
