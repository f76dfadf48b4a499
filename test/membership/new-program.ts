import type { Client } from '../support/client.js';
import type { Community } from '../support/community.js';

/** An enrolled person with a signed-in client. */
export interface Newcomer {
  client: Client;
  username: string;
  accountId: string;
  enrolmentId: string;
  status: string;
}

export const firstPassword = 'a first password that is long';
let made = 0;
/** Names that look like no other: `person` and letters that have no twin. */
const nextName = (): string => {
  made += 1;
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  return `person.${letters[Math.floor(made / letters.length)] ?? 'z'}${letters[made % letters.length] ?? 'z'}`;
};

export const birthday = { adult: '1980-01-01', nearPeer: '2009-12-01', youth: '2012-06-01', child: '2015-06-01' };

/** A program of its own within the demo's organisation, run by olu, with staff that the tests bring in. */
export class NewProgram {
  private constructor(
    readonly community: Community,
    readonly admin: Client,
    readonly id: string,
    readonly cohortId: string,
  ) {}

  static async make(community: Community, jurisdiction = 'GB'): Promise<NewProgram> {
    const admin = await community.as('olu');
    const input = { name: 'Night school', timeZone: 'Europe/London', jurisdiction };
    const { program } = (await admin.run('CreateProgram', { input })).createProgram;
    const cohort = { programId: program.id, name: 'Year 9', startsOn: '2026-09-01', endsOn: '2027-07-31' };
    const made = (await admin.run('CreateCohort', { input: cohort })).createCohort;
    return new NewProgram(community, admin, program.id, made.cohort.id);
  }

  /** Makes an account, not enrolled anywhere. */
  async account(birthDate: string | null): Promise<{ client: Client; username: string; accountId: string }> {
    const username = nextName();
    const input = { username, displayName: 'Somebody', password: firstPassword, birthDate };
    const { account } = (await this.admin.run('CreateAccount', { input })).createAccount;
    return {
      client: await this.community.anonymous.signedInAs(username, firstPassword),
      username,
      accountId: account.id,
    };
  }

  async newcomer(role: string, birthDate: string | null = birthday.adult): Promise<Newcomer> {
    const { client, username, accountId } = await this.account(birthDate);
    const cohortId = role === 'MENTEE' || role === 'MENTOR' ? this.cohortId : null;
    const input = { accountId, programId: this.id, cohortId, role };
    const { enrolment } = (await this.admin.run('Enrol', { input })).enrol;
    const status = role === 'SAFEGUARDING_LEAD' ? await this.confirmed(enrolment.id) : enrolment.status;
    return { client, username, accountId, enrolmentId: enrolment.id, status };
  }

  /** A new lead of this program, confirmed by the organisation's lead: the program has none of its own at first. */
  async confirmed(enrolmentId: string): Promise<string> {
    const sam = await this.community.as('sam');
    const confirm = 'mutation ($input: ConfirmEnrolmentInput!) { confirmEnrolment(input: $input) { __typename } }';
    await sam.data(confirm, { input: { enrolmentId } });
    return this.statusOf(enrolmentId);
  }

  /** Status of an enrolment as the administrator sees it. */
  async statusOf(enrolmentId: string): Promise<string> {
    const asked = 'query ($id: ID!) { node(id: $id) { ... on Enrolment { status } } }';
    return (await this.admin.data(asked, { id: enrolmentId })).node.status;
  }

  async consented(person: Newcomer, expiresAt: string | null = null): Promise<string> {
    const given = { kind: 'PARTICIPATION', method: 'paper', evidence: 'folder 7', guardianName: 'Parent', expiresAt };
    const input = { enrolmentId: person.enrolmentId, ...given };
    return (await this.admin.run('RecordConsent', { input })).recordConsent.consent.id;
  }

  async screened(person: Newcomer, expiresOn: string | null = null): Promise<string> {
    const today = this.community.clock.now().toISOString().slice(0, 10);
    const given = { status: 'CLEARED', checkedOn: today, expiresOn, reference: '001' };
    const input = { enrolmentId: person.enrolmentId, ...given };
    return (await this.admin.run('RecordScreening', { input })).recordScreening.enrolment.status;
  }

  /** A mentor and a mentee who both may take part, matched, with their coordinator. */
  async pair(): Promise<{ mentor: Newcomer; mentee: Newcomer; coordinator: Newcomer; matchId: string }> {
    const [mentor, mentee, coordinator] = [
      await this.newcomer('MENTOR'),
      await this.newcomer('MENTEE', birthday.youth),
      await this.newcomer('COORDINATOR'),
    ];
    await this.screened(mentor);
    await this.consented(mentee);
    const match = await this.matched(coordinator, mentor, mentee);
    return { mentor, mentee, coordinator, matchId: match.id };
  }

  async matched(coordinator: Newcomer, mentor: Newcomer, mentee: Newcomer): Promise<{ id: string; state: string }> {
    const people = { mentorIds: [mentor.accountId], menteeIds: [mentee.accountId] };
    const input = { cohortId: this.cohortId, ...people, coordinatorId: coordinator.accountId };
    return (await coordinator.client.run('CreateMatch', { input })).createMatch.match;
  }

  /** Ids of the boards that this person reads. */
  async boardsOf(client: Client): Promise<string[]> {
    const { viewer } = await client.data('{ viewer { boards(first: 50) { nodes { id } } } }');
    return viewer.boards.nodes.map((board: { id: string }) => board.id);
  }

  async stateOf(matchId: string): Promise<string> {
    return (await this.admin.data('query ($id: ID!) { match(id: $id) { state } }', { id: matchId })).match.state;
  }
}

/** Another client's mutation, refused: its code. */
export const refusal = (client: Client, mutation: string, input: object): Promise<string> => {
  const field = mutation.charAt(0).toLowerCase() + mutation.slice(1);
  return client.refused(`mutation ($input: ${mutation}Input!) { ${field}(input: $input) { __typename } }`, { input });
};
