import { type Community, startCommunity } from '../support/community.js';
import { NewProgram, refusal } from './new-program.js';

describe('a program', () => {
  let community: Community;
  let program: NewProgram;
  beforeAll(async () => {
    community = await startCommunity();
    program = await NewProgram.make(community);
  });
  afterAll(() => community.stop());

  it('is made once, however often the same call arrives', async () => {
    const olu = await community.as('olu');
    const input = { name: 'Twice', timeZone: 'Europe/Paris', jurisdiction: 'FR', idempotencyKey: 'made-once' };
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await olu.run('CreateProgram', { input })).createProgram.program.id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await refusal(olu, 'CreateProgram', { ...input, name: 'Thrice' })).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('makes its maker its administrator', async () => {
    const { viewer } = await (await community.as('olu')).run('Viewer');
    expect(viewer.enrolments).toContainEqual(
      expect.objectContaining({ role: 'PROGRAM_ADMIN', program: expect.objectContaining({ id: program.id }) }),
    );
  });

  it.each([
    ['timeZone', { timeZone: '+01:00' }],
    ['timeZone', { timeZone: 'Europe/Nowhere' }],
    ['jurisdiction', { jurisdiction: 'QZ' }],
    ['jurisdiction', { jurisdiction: 'gb' }],
    ['name', { name: ' \u00a0 ' }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'x'.repeat(121) }],
  ])('is not made with a bad %s: %j', async (field, wrong) => {
    const olu = await community.as('olu');
    const input = { name: 'Good', timeZone: 'Europe/London', jurisdiction: 'GB', ...wrong };
    const document = 'mutation ($input: CreateProgramInput!) { createProgram(input: $input) { program { id } } }';
    const { errors } = await olu.send(document, { input });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field }] });
  });

  it('does not take a cohort that ends before it begins, or on a day that no calendar has', async () => {
    const cohort = { programId: program.id, name: 'Year 10', startsOn: '2026-09-01', endsOn: '2026-08-31' };
    expect(await refusal(program.admin, 'CreateCohort', cohort)).toBe('INVALID_INPUT');
    const { errors } = await program.admin.send(
      'mutation ($input: CreateCohortInput!) { createCohort(input: $input) { cohort { id } } }',
      { input: { ...cohort, endsOn: '2027-02-30' } },
    );
    expect(errors).toHaveLength(1);
  });

  it('is made by administrators alone', async () => {
    for (const name of ['ben', 'ada', 'cora', 'mia', 'sam']) {
      const input = { name: 'Mine', timeZone: 'Europe/London', jurisdiction: 'GB' };
      expect(await refusal(await community.as(name), 'CreateProgram', input)).toBe('FORBIDDEN');
    }
  });

  it('is not there for those who are not enrolled in it, by any way of asking', async () => {
    const coordinator = await program.newcomer('COORDINATOR');
    const ways =
      'query ($id: ID!, $cohort: ID!) { program(id: $id) { id } node(id: $id) { id } cohort(id: $cohort) { id } }';
    const variables = { id: program.id, cohort: program.cohortId };
    expect(await coordinator.client.data(ways, variables)).toEqual({
      program: { id: program.id },
      node: { id: program.id },
      cohort: { id: program.cohortId },
    });
    for (const stranger of ['nia', 'finn', 'cora', 'sam']) {
      const answer = await (await community.as(stranger)).data(ways, variables);
      expect(answer).toEqual({ program: null, node: null, cohort: null });
    }
  });

  it('shows who is enrolled and matched to its staff, and to others themselves alone', async () => {
    const { mentor, mentee, coordinator, matchId } = await program.pair();
    const lists = `query ($id: ID!) { program(id: $id) {
      enrolments(first: 100) { nodes { id pauseReason } } matches(first: 100) { nodes { id } } cohorts { nodes { id } } } }`;
    const seen = async (person: typeof mentor): Promise<{ enrolments: string[]; matches: string[] }> => {
      const { enrolments, matches } = (await person.client.data(lists, { id: program.id })).program;
      const ids = (list: { nodes: { id: string }[] }): string[] => list.nodes.map(({ id }) => id);
      return { enrolments: ids(enrolments), matches: ids(matches) };
    };
    expect(await seen(mentor)).toEqual({ enrolments: [mentor.enrolmentId], matches: [matchId] });
    expect(await seen(mentee)).toEqual({ enrolments: [mentee.enrolmentId], matches: [matchId] });
    const staff = await seen(coordinator);
    expect(staff.enrolments).toEqual(expect.arrayContaining([mentor.enrolmentId, mentee.enrolmentId]));
    // The own caseload stands first.
    expect(staff.matches[0]).toBe(matchId);
  });

  it('pages its people completely, in both directions, with exact signs of more', async () => {
    for (let count = 0; count < 3; count += 1) await program.newcomer('MODERATOR');
    const query = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { program(id: $id) {
      enrolments(role: MODERATOR, first: $first, after: $after, last: $last, before: $before) {
        nodes { id role } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    const page = async (args: object) =>
      (await program.admin.data(query, { id: program.id, ...args })).program.enrolments;
    const first = await page({ first: 2 });
    const second = await page({ first: 2, after: first.pageInfo.endCursor });
    expect([first.nodes.length, second.nodes.length]).toEqual([2, 1]);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const back = await page({ last: 2, before: second.pageInfo.startCursor });
    expect(back.nodes).toEqual(first.nodes);
  });
});
