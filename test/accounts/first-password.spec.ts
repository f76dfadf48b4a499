import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { codeOf, demoPassword, isLive, openSocket, type Tokens, trailOf, Visitor } from './people.js';

const first = 'told on the telephone';
const own = 'known to nobody else';
const days = 86_400_000;
const changeText = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { ok endedSessions } }`;
const setText = `mutation ($input: SetTemporaryPasswordInput!) { setTemporaryPassword(input: $input) { expiresAt endedSessions } }`;

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** A value that the type accepts. */
function literal(type: GraphQLInputType): string {
  const inner = getNullableType(type);
  if (isListType(inner)) return '[]';
  if (isEnumType(inner)) return inner.getValues()[0]?.name ?? '';
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
  }
  const values: Record<string, string> = { Int: '1', Float: '1', Boolean: 'true', LocalDate: '"2026-09-01"' };
  return values[String(inner)] ?? '"2026-09-01T00:00:00Z"';
}

function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const args = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${literal(arg.type)}`);
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection}`;
}

const fieldsOf = (type: string): GraphQLField<unknown, unknown>[] => {
  const found = schema.getType(type);
  return found && 'getFields' in found ? (Object.values(found.getFields()) as GraphQLField<unknown, unknown>[]) : [];
};

// Each password is hashed, which takes as long as the machine needs.
jest.setTimeout(300_000);

describe('a password that staff set', () => {
  let community: Community;
  let url: string;
  let cora: Client;
  let next = 0;
  const visitor = (): Visitor => new Visitor(url, `198.51.100.${(next += 1)}`);
  const make = async (username: string): Promise<string> => {
    const input = { username, displayName: 'Somebody', password: first, birthDate: '1980-01-01' };
    const { createAccount } = await cora.run('CreateAccount', { input });
    return createAccount.account.id;
  };
  const change = (tokens: Tokens, newPassword = own, currentPassword = first): ReturnType<Client['send']> =>
    new Client(url, tokens).send(changeText, { input: { currentPassword, newPassword } });

  beforeAll(async () => {
    community = await startCommunity({ env: { TRUST_PROXY: '1' } });
    ({ url } = community);
    cora = await community.as('cora');
  });
  afterAll(() => community.stop());

  it('opens a session in which only the password can be changed, then the same session opens everything', async () => {
    await make('hedy');
    const tokens = await visitor().signIn('hedy', first);
    const client = new Client(url, tokens);
    expect(await client.data('{ viewer { passwordChangeRequired account { username } } }')).toEqual({
      viewer: { passwordChangeRequired: true, account: { username: 'hedy' } },
    });
    expect(await client.data('{ supportResources { title } }')).toHaveProperty('supportResources');
    expect(await client.refused('{ mySessions { nodes { id } } }')).toBe('PASSWORD_CHANGE_REQUIRED');
    expect((await client.send('{ mySessions { nodes { id } } }')).status).toBe(403);
    expect(codeOf(await change(tokens, first))).toBe('INVALID_INPUT');
    expect((await change(tokens)).data).toEqual({ changePassword: { ok: true, endedSessions: 0 } });
    expect((await client.run('Viewer')).viewer.account.username).toBe('hedy');
    expect((await client.data('{ viewer { passwordChangeRequired } }')).viewer.passwordChangeRequired).toBe(false);
    expect(await visitor().outcome('hedy', first)).toBe('UNAUTHENTICATED');
    expect(await visitor().outcome('hedy', own)).toBe('SIGNED_IN');
  });

  it.each(['Query', 'Mutation'])('opens no other %s of the schema', async (type) => {
    await make(`walker.${type.toLowerCase()}`);
    const client = new Client(url, await visitor().signIn(`walker.${type.toLowerCase()}`, first));
    const open: string[] = [];
    for (const field of fieldsOf(type)) {
      if (field.name === 'signOut') continue; // below
      const answer = await client.send(`${type.toLowerCase()} { ${selectionOf(field)} }`);
      if (codeOf(answer) !== 'PASSWORD_CHANGE_REQUIRED') open.push(field.name);
    }
    const allowed = { Query: ['supportResources', 'viewer'], Mutation: ['changePassword', 'refreshSession', 'signIn'] };
    expect(open.sort()).toEqual(allowed[type as keyof typeof allowed]);
    expect(await client.data('mutation { signOut { ok } }')).toEqual({ signOut: { ok: true } });
  });

  it('opens no subscription, and over a socket no more than over HTTP', async () => {
    await make('listener');
    const client = new Client(url, await visitor().signIn('listener', first));
    const operations = [
      ...fieldsOf('Subscription').map((field) => `subscription { ${selectionOf(field)} }`),
      '{ mySessions { nodes { id } } }',
      '{ node(id: "x") { id } }',
    ];
    for (const operation of operations) {
      await using stream = await client.subscribe(operation);
      expect(await stream.untilEnded()).toMatchObject([{ extensions: { code: 'PASSWORD_CHANGE_REQUIRED' } }]);
      expect(stream.events).toEqual([]);
    }
    await using allowed = await client.subscribe('{ viewer { account { username } } }');
    expect(await allowed.until(1)).toMatchObject([{ data: { viewer: { account: { username: 'listener' } } } }]);
    await client.close();
  });

  it('opens no other field of the viewer, neither of `viewer` nor in what the sign-in answers', async () => {
    const accountId = await make('browser');
    const client = new Client(url, await visitor().signIn('browser', first));
    for (const field of fieldsOf('Viewer')) {
      const minimal = ['account', 'passwordChangeRequired'].includes(field.name);
      const expected = minimal ? undefined : 'PASSWORD_CHANGE_REQUIRED';
      expect([field.name, codeOf(await client.send(`{ viewer { ${selectionOf(field)} } }`))]).toEqual([
        field.name,
        expected,
      ]);
    }
    const input = { username: 'browser', password: first };
    const answer = await community.anonymous.send(
      'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { account { id } boards { nodes { id } } } } }',
      { input },
    );
    expect(codeOf(answer)).toBe('PASSWORD_CHANGE_REQUIRED');
    expect(JSON.stringify(answer.data ?? null)).not.toContain('nodes');
    expect((await client.data('{ viewer { account { id } } }')).viewer.account.id).toBe(accountId);
  });

  it('gives no staff power to whoever knows it', async () => {
    const accountId = await make('coordinator.two');
    const olu = await community.as('olu');
    const { viewer } = await olu.run('Viewer');
    const input = { accountId, programId: viewer.enrolments[0].program.id, role: 'COORDINATOR' };
    await olu.run('Enrol', { input });
    const client = new Client(url, await visitor().signIn('coordinator.two', first));
    const create = { username: 'third', displayName: 'Third', password: first };
    expect(await client.refused('mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }', { input: create })).toBe('PASSWORD_CHANGE_REQUIRED'); // prettier-ignore
  });

  it('is refused like a wrong one after fourteen days, and in a session that is still open as well', async () => {
    const accountId = await make('grace.h');
    community.clock.advance(14 * days - 60_000);
    const open = await visitor().signIn('grace.h', first);
    community.clock.advance(61_000);
    const [late, wrong] = [
      await visitor().trySignIn('grace.h', first),
      await visitor().trySignIn('nobody.here', first),
    ];
    const told = ({ status, data, errors }: typeof late): string =>
      JSON.stringify({ status, data, errors }).replaceAll(/"requestId":"[^"]+"/g, '');
    expect(told(late)).toBe(told(wrong));
    expect(codeOf(await change(open))).toBe('CONFLICT');
    // Whoever made the account sets another one, which has to be replaced again.
    const staff = await new Client(url).signedInAs('cora');
    const again = { accountId, password: 'told a second time' };
    const { setTemporaryPassword } = await staff.data(setText, { input: again });
    expect(new Date(setTemporaryPassword.expiresAt).getTime() - community.clock.now().getTime()).toBeGreaterThan(
      13.9 * days,
    );
    const tokens = await visitor().signIn('grace.h', again.password);
    expect(await new Client(url, tokens).refused('{ mySessions { nodes { id } } }')).toBe('PASSWORD_CHANGE_REQUIRED');
    expect(codeOf(await change(tokens, own, again.password))).toBeUndefined();
    expect((await trailOf(community.database, 'password.set')).at(-1)).toMatchObject({ facts: {} });
  });

  it('set anew ends what the person has open, at once', async () => {
    const ben = await visitor().signIn('ben');
    const socket = await openSocket(url, ben);
    const staff = await new Client(url).signedInAs('cora');
    const { viewer } = await new Client(url, ben).run('Viewer');
    const input = { accountId: viewer.account.id, password: 'told a third time' };
    await staff.data(setText, { input });
    expect(await socket.closed()).toBe(4401);
    expect(await isLive(url, ben)).toBe(false);
    expect(await visitor().outcome('ben', demoPassword)).toBe('UNAUTHENTICATED');
    const again = new Client(url, await visitor().signIn('ben', input.password));
    expect(await again.refused('{ mySessions { nodes { id } } }')).toBe('PASSWORD_CHANGE_REQUIRED');
  });

  it('is not what the people of the demo have', async () => {
    const client = new Client(url, await visitor().signIn('ada'));
    expect(await client.data('{ viewer { passwordChangeRequired } }')).toEqual({
      viewer: { passwordChangeRequired: false },
    });
  });
});
