import { buildSchema, getNamedType, type GraphQLInputObjectType, isInputObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { suggestedReasons } from '../../libs/safety/review/saved-reasons.service.js';
import { StaffWords } from '../../libs/safety/intake/staff-words.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Desk, openDesk } from './desk.js';
import { casesOf, post } from './places.js';

const number = 'On the poster is 07700 900123.';
const danger = 'I have the pills, I will kill myself tonight.';

/** Every text that the API takes, by mutation and field. A new one has to find its place here. */
function textsOfTheSchema(): string[] {
  const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
  const texts: string[] = [];
  const walk = (type: GraphQLInputObjectType, path: string): void => {
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      const here = `${path}.${field.name}`;
      if (isInputObjectType(inner)) walk(inner, here);
      else if (inner.name === 'String') texts.push(here);
    }
  };
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    for (const { name, type } of mutation.args) {
      const inner = getNamedType(type);
      if (isInputObjectType(inner)) walk(inner, mutation.name);
      else if (inner.name === 'String') texts.push(`${mutation.name}.${name}`);
    }
  }
  return texts.filter((path) => !path.endsWith('.idempotencyKey')).sort();
}

/** Texts that no detector reads, with the reason. */
const unread: Readonly<Record<string, string>> = {
  'saveDraft.title': 'a draft is seen by its author alone; it is read when it is sent',
  'saveDraft.body': 'a draft is seen by its author alone; it is read when it is sent',
  'changePassword.currentPassword': 'a secret, never stored as text',
  'changePassword.newPassword': 'a secret, never stored as text',
  'createAccount.password': 'a secret, never stored as text',
  'setTemporaryPassword.password': 'a secret, never stored as text',
  'confirmPassword.password': 'a secret, never stored as text',
  'signIn.password': 'a secret, never stored as text',
  'signIn.username': 'a name to look up, stored nowhere',
  'refreshSession.refreshToken': 'a secret of ours',
  'createAccount.email': 'an address by nature; shown to its person and staff alone',
  'createProgram.jurisdiction': 'a code from a list',
  'createProgram.timeZone': 'a name from the IANA list',
  'setProgramPolicy.allowedHosts': 'host names, checked as such',
  'setProgramPolicy.closedOn': 'days, checked as such',
  'setProgramPolicy.shifts.from': 'a time of day, checked as such',
  'setProgramPolicy.shifts.until': 'a time of day, checked as such',
  'setProgramPolicy.reason': 'by staff for staff: the record of why a policy changed',
  'addCaseNote.text': 'by staff for staff: a case has to hold names and numbers',
  'assignCase.handover': 'by staff for staff: part of the case',
  'closeCase.note': 'by staff for staff: part of the case',
  'reprioritiseCase.reason': 'by staff for staff: part of the case',
  'recordExternalReport.agency': 'by staff for staff: part of the case',
  'recordExternalReport.reference': 'by staff for staff: part of the case',
  'releaseReviewable.note': 'by staff for staff: the word for whoever comes next',
  'markNotificationsSeen.through': 'a cursor, which nobody else ever sees',
  'liftSanction.reason': 'by staff for staff: the person is told that it ended, not why',
  'changeMatchState.reason': 'by staff for staff: the record of a step',
  'coverMatch.reason': 'by staff for staff: the record of a step',
  'breakGlass.reason': 'by staff for staff: the lead has to know why',
  'liftStop.reason': 'by staff for staff: the record of a step',
  'endEnrolment.reason': 'by staff for staff: the record of a step',
  'correctBirthDate.reason': 'by staff for staff: the record of a step',
  'changeCohort.reason': 'by staff for staff: the record of a step',
  'recordConsent.evidence': 'by staff for staff: where the signed paper is',
  'recordConsent.guardianName': 'by staff for staff: a name by nature',
  'recordConsent.method': 'by staff for staff: how the consent was given',
  'recordScreening.reference': 'by staff for staff: where the certificate is',
  'revokeConsent.reason': 'by staff for staff: the record of a step',
};

describe('every text that a person can write', () => {
  let community: Community;
  let desk: Desk;
  let ben: Client, ada: Client, dan: Client, cleo: Client, mia: Client, sam: Client, olu: Client, cora: Client;
  let board: string;

  beforeAll(async () => {
    community = await startCommunity();
    desk = await openDesk(community);
    const people = ['ben', 'ada', 'dan', 'cleo', 'mia', 'sam', 'olu', 'cora'];
    [ben, ada, dan, cleo, mia, sam, olu, cora] = (await Promise.all(people.map((name) => community.as(name)))) as [
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
      Client,
    ];
    board = await desk.boardOf('ben');
  });
  afterAll(() => community.stop());

  const openThread = async (title = 'A walk', body = 'The walk was long and lovely.'): Promise<Data> =>
    (await ada.run('CreateThread', { input: { boardId: board, title, body } })).createThread;
  const heldItem = async (): Promise<Data> => {
    const { thread } = await openThread();
    const { createPost } = await ben.run('CreatePost', { input: { threadId: thread.id, body: number } });
    return desk.itemFor('mia', createPost.post.id);
  };
  const decision = async (more: Record<string, unknown>): Promise<string> =>
    desk.refusedDecision('mia', await heldItem(), { decision: 'REJECT', reasonCode: 'PERSONAL_INFORMATION', ...more });
  const imposed = async (reason: string): Promise<Data> => ({
    input: { programId: desk.program, accountId: dan.accountId, kind: 'WARN', reasonCode: 'UNKIND', reason },
  });
  const impose = 'mutation ($input: ImposeSanctionInput!) { imposeSanction(input: $input) { sanction { id } } }';
  const account = (more: Record<string, unknown>): Data => ({
    input: { username: `someone.${Math.random().toString(36).slice(2, 8)}x`, displayName: 'Rosa', ...more },
  });
  const create = `mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id displayName } } }`;
  const rename =
    'mutation ($input: ChangeDisplayNameInput!) { changeDisplayName(input: $input) { displayName waits } }';
  const caseAbout = async (person: Client, category: string): Promise<Data> =>
    (await casesOf(sam, desk.program)).find((one) => one.subject?.id === person.accountId && one.category === category);
  const password = { password: 'a-long-enough-secret' };

  /** For each text that is read: a story that ends badly for a text that should not pass. */
  const read: Readonly<Record<string, () => Promise<void>>> = {
    'createThread.body': async () => {
      expect((await openThread('A walk', number)).post.state).toBe('HELD');
    },
    'createThread.title': async () => {
      expect((await openThread('07700 900123')).post.state).toBe('HELD');
    },
    'createPost.body': async () => {
      expect((await heldItem()).post.state).toBe('HELD');
    },
    'editPost.body': async () => {
      const { post: opening } = await openThread();
      await ada.run('EditPost', { input: { postId: opening.id, body: number, expectedVersion: 1 } });
      expect((await desk.itemFor('mia', opening.id)).kind).toBe('HELD_EDIT');
    },
    'editPost.title': async () => {
      const { post: opening } = await openThread();
      const input = { postId: opening.id, title: '07700 900123', body: 'The walk was long.', expectedVersion: 1 };
      await ada.run('EditPost', { input });
      expect((await desk.itemFor('mia', opening.id)).kind).toBe('HELD_EDIT');
    },
    'updateThread.title': async () => {
      const { thread } = await openThread();
      const document = 'mutation ($input: UpdateThreadInput!) { updateThread(input: $input) { thread { id } } }';
      expect(await cora.refused(document, { input: { threadId: thread.id, title: '07700 900123' } })).toBe(
        'INVALID_INPUT',
      );
    },
    'splitThread.title': async () => {
      const { thread } = await openThread();
      const { createPost } = await ada.run('CreatePost', { input: { threadId: thread.id, body: 'It rained.' } });
      const document = 'mutation ($input: SplitThreadInput!) { splitThread(input: $input) { thread { id } } }';
      const input = { threadId: thread.id, postIds: [createPost.post.id], title: '07700 900123' };
      expect(await cora.refused(document, { input })).toBe('INVALID_INPUT');
    },
    'flag.note': async () => {
      const { postId } = await post(ada, 'COHORT');
      await cleo.run('Flag', { input: { postId, category: 'OTHER', note: danger } });
      expect((await casesOf(sam, desk.program)).some(({ evidence }) => evidence?.postId === postId)).toBe(true);
    },
    'askForHelp.note': async () => {
      const document =
        'mutation ($input: AskForHelpInput!) { askForHelp(input: $input) { supportResources { title } } }';
      await cleo.data(document, { input: { note: danger } });
      expect(await caseAbout(cleo, 'HELP_SIGNAL')).toMatchObject({ priority: 'P0' });
    },
    'appeal.text': async () => {
      const { createThread } = await dan.run('CreateThread', {
        input: { boardId: await desk.boardOf('dan'), title: 'A poster', body: number },
      });
      const item = await desk.itemFor('mia', createThread.post.id);
      const { decision: taken } = await desk.decide('mia', item, {
        decision: 'REJECT',
        reasonCode: 'PERSONAL_INFORMATION',
      });
      const document =
        'mutation ($input: AppealInput!) { appeal(input: $input) { reviewable { id } supportResources { title } } }';
      const variables = { input: { decisionId: taken.id, text: danger, idempotencyKey: 'appeal-1' } };
      const { appeal } = await dan.data(document, variables);
      expect(appeal.supportResources.length).toBeGreaterThan(0);
      expect((await dan.data(document, variables)).appeal).toEqual(appeal);
      expect(await caseAbout(dan, 'APPEAL_TEXT')).toMatchObject({ priority: 'P0' });
    },
    'appealSanction.text': async () => {
      const { imposeSanction } = await mia.data(impose, await imposed('You shouted at somebody.'));
      const document =
        'mutation ($input: AppealSanctionInput!) { appealSanction(input: $input) { supportResources { title } } }';
      const input = { sanctionId: imposeSanction.sanction.id, text: danger };
      const { appealSanction } = await dan.data(document, { input });
      expect(appealSanction.supportResources.length).toBeGreaterThan(0);
      expect(await caseAbout(dan, 'APPEAL_TEXT')).toBeDefined();
    },
    'answerSanctionAppeal.answer': async () => {
      const { imposeSanction } = await mia.data(impose, await imposed('You shouted again.'));
      const { id: sanctionId } = imposeSanction.sanction;
      const appealed = 'mutation ($input: AppealSanctionInput!) { appealSanction(input: $input) { sanction { id } } }';
      await dan.data(appealed, { input: { sanctionId, text: 'I did not.' } });
      const document =
        'mutation ($input: AnswerSanctionAppealInput!) { answerSanctionAppeal(input: $input) { sanction { id } } }';
      const input = { sanctionId, upheld: false, answer: number };
      expect(await sam.refused(document, { input })).toBe('INVALID_INPUT');
    },
    'imposeSanction.reason': async () => {
      expect(await mia.refused(impose, await imposed(number))).toBe('INVALID_INPUT');
      expect(await mia.refused(impose, await imposed('Read https://example.com/rules'))).toBe('INVALID_INPUT');
    },
    'decideReviewable.note': async () => {
      expect(await decision({ note: number })).toBe('INVALID_INPUT');
      expect(await decision({ note: 'Read https://example.com/rules' })).toBe('INVALID_INPUT');
      const kept = await desk.decide('mia', await heldItem(), { decision: 'ESCALATE', note: number });
      expect(kept.decision.kind).toBe('ESCALATE');
    },
    'decideReviewable.redactedBody': async () => {
      expect(await decision({ decision: 'APPROVE_REDACTED', redactedBody: 'Ring 07700 900123.' })).toBe(
        'INVALID_INPUT',
      );
    },
    'decideReviewable.redactedTitle': async () => {
      const { post: opening } = await openThread('A poster', number);
      const item = await desk.itemFor('mia', opening.id);
      const redaction = { decision: 'APPROVE_REDACTED', redactedBody: 'A poster.', redactedTitle: '07700 900123' };
      expect(await desk.refusedDecision('mia', item, redaction)).toBe('INVALID_INPUT');
    },
    'decideReviewables.note': async () => {
      const { id: reviewableId, revision, version } = await heldItem();
      const input = {
        items: [{ reviewableId, revisionId: revision.id, version }],
        decision: 'REJECT',
        reasonCode: 'PERSONAL_INFORMATION',
        note: number,
      };
      const document =
        'mutation ($input: DecideReviewablesInput!) { decideReviewables(input: $input) { results { refusal decision { id } } } }';
      expect(await mia.refused(document, { input })).toBe('INVALID_INPUT');
    },
    'saveReason.text': async () => {
      const document = 'mutation ($input: SaveReasonInput!) { saveReason(input: $input) { savedReason { id } } }';
      const input = { programId: desk.program, reasonCode: 'OTHER', text: number };
      expect(await mia.refused(document, { input })).toBe('INVALID_INPUT');
    },
    'createAccount.displayName': async () => {
      const { createAccount } = await cora.data(create, account({ displayName: 'Rosa 07700 900123', ...password }));
      expect(createAccount.account.displayName).toBe('New member');
      expect((await desk.queue('mia')).map(({ kind }) => kind)).toContain('PROFILE_TEXT');
    },
    'createAccount.username': async () => {
      expect(await cora.refused(create, account({ username: 'rosa.07700900123', ...password }))).toBe('INVALID_INPUT');
    },
    'changeDisplayName.displayName': async () => {
      const { changeDisplayName } = await ada.data(rename, { input: { displayName: 'Ada 07700 900123' } });
      expect(changeDisplayName).toEqual({ displayName: 'Ada', waits: true });
    },
    'createProgram.name': async () => {
      const document = contractOperation('CreateProgram');
      const input = { name: 'Ring 07700 900123', timeZone: 'Europe/London', jurisdiction: 'GB' };
      expect(await olu.refused(document, { input })).toBe('INVALID_INPUT');
    },
    'createCohort.name': async () => {
      const document = contractOperation('CreateCohort');
      expect(await olu.refused(document, { input: { programId: desk.program, name: '07700 900123' } })).toBe(
        'INVALID_INPUT',
      );
    },
  };

  it('is read, or has a reason not to be', () => {
    expect(textsOfTheSchema()).toEqual([...Object.keys(read), ...Object.keys(unread)].sort());
  });

  it.each(Object.keys(read))('is not let through unread in %s', async (path) => {
    await read[path]?.();
  });

  it('lets pass what staff really write', () => {
    const words = community.app.get(StaffWords);
    for (const { text } of suggestedReasons) words.requireFit('text', text);
    for (const text of [
      'You wrote about hurting yourself. We are here, and somebody will talk to you today.',
      'We are with you.',
      'Please do not ask somebody for their number, we all talk here.',
      'Call Childline on 0800 1111 whenever you want, it is free.',
      'Leave your school out of it, the rest is lovely.',
      'We hid it for now, because it was unkind to somebody in the group.',
    ]) {
      words.requireFit('text', text);
    }
  });
});
