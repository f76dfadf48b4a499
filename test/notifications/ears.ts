import { globalId, sql } from '#platform';
import { FanOut, PostOffice } from '#notifications';
import type { Client, Data } from '../support/client.js';
import type { Community } from '../support/community.js';

export const operations = {
  notifications: `query ($first: Int, $after: String, $unseenOnly: Boolean) { viewer {
    unseenNotificationCount
    notifications(first: $first, after: $after, unseenOnly: $unseenOnly) {
      edges { cursor node { id kind seen createdAt decisionId post { id number state bodyText thread { id title } author { displayName } } } }
      pageInfo { hasNextPage endCursor } } } }`,
  markSeen: `mutation ($input: MarkNotificationsSeenInput!) { markNotificationsSeen(input: $input) {
    notifications { id seen } unseenNotificationCount } }`,
  preferences: `{ viewer { notificationPreferences { email emailObstacle quietHours { from until } } } }`,
  setPreferences: `mutation ($input: SetNotificationPreferencesInput!) { setNotificationPreferences(input: $input) {
    notificationPreferences { email emailObstacle quietHours { from until } } } }`,
} as const;

/** What people hear of, in few words. */
export class Ears {
  constructor(private readonly community: Community) {}

  /** What a worker would find to tell, told. */
  async settle(): Promise<void> {
    await this.community.app.get(FanOut).run();
  }

  /** What a worker would find to send, sent. */
  async post(): Promise<void> {
    await this.community.app.get(PostOffice).run();
  }

  async page(client: Client, variables: Record<string, unknown> = {}): Promise<Data> {
    return (await client.data(operations.notifications, { first: 100, ...variables })).viewer.notifications;
  }

  async of(client: Client, variables: Record<string, unknown> = {}): Promise<Data[]> {
    return (await this.page(client, variables)).edges.map(({ node }: Data) => node);
  }

  /** Why somebody was told of these posts, in their order; null: not at all. */
  async kinds(client: Client, ...postIds: string[]): Promise<(string | null)[]> {
    const told = await this.of(client);
    return postIds.map((id) => {
      const about = told.filter(({ post, decisionId }) => post?.id === id && decisionId === null);
      if (about.length > 1) throw new Error('told twice');
      return about[0]?.kind ?? null;
    });
  }

  async unseen(client: Client): Promise<number> {
    return (await client.data('{ viewer { unseenNotificationCount } }')).viewer.unseenNotificationCount;
  }

  /** Rows of the database, whether their owner may see them or not. */
  async rows(username: string): Promise<number> {
    const row = await this.community.database.first<{ count: number }>(sql`
      select count(*)::int as count from notification n join account a on a.id = n.account_id
      where a.username = ${username}`);
    return row?.count ?? 0;
  }

  async mailsWaiting(): Promise<number> {
    return this.community.database.run(sql`select from notification_mail where sent_at is null`);
  }
}

export async function enrolmentOf(community: Community, username: string): Promise<string> {
  const row = await community.database.first<{ id: string }>(sql`
    select e.id from enrolment e join account a on a.id = e.account_id where a.username = ${username} limit 1`);
  return globalId('Enrolment', row?.id ?? '');
}

/** Ends somebody's consent of a kind; with it goes what rests on it. */
export async function revoke(community: Community, username: string, kind = 'PARTICIPATION'): Promise<void> {
  const row = await community.database.first<{ id: string }>(sql`
    select c.id from consent c join enrolment e on e.id = c.enrolment_id join account a on a.id = e.account_id
    where a.username = ${username} and c.kind = ${kind} and c.revoked_at is null limit 1`);
  const consentId = globalId('Consent', row?.id ?? '');
  await (await community.as('cora')).run('RevokeConsent', { input: { consentId, reason: 'Guardian asked' } });
}

export async function consent(community: Community, username: string, kind = 'PARTICIPATION'): Promise<void> {
  const expiresAt = new Date(community.clock.now().getTime() + 300 * 86_400_000).toISOString();
  const paper = { method: 'SIGNED_FORM', evidence: 'Form 7', guardianName: 'A guardian', expiresAt };
  const enrolmentId = await enrolmentOf(community, username);
  await (await community.as('cora')).run('RecordConsent', { input: { enrolmentId, kind, ...paper } });
}
