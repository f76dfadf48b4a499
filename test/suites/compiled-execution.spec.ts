import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execute } from 'graphql';
import { compilingExecutor } from '../../libs/platform/graphql/compiled-execution.js';
import { type Client, contractOperation, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { type Example, startExample } from './example-server.js';

/** Everything in which a compiler could answer otherwise than graphql-js. */
const requests: readonly { name: string; query: string; variables?: object; token?: string }[] = [
  { name: 'a leaf', query: '{ hello }' },
  { name: 'aliases and names', query: 'query Q { a: hello b: hello __typename }' },
  {
    name: 'nested lists',
    query: '{ item { id name owner { id owner { name } } items(first: 2) { nodes { id } } tags { id } } }',
  },
  {
    name: 'fragments',
    query: 'query { item { ...I } } fragment I on Item { id ...J } fragment J on Item { name owner { id } }',
  },
  { name: 'an interface', query: '{ named { __typename id ... on Item { name } } }' },
  {
    name: 'skip and include',
    query: 'query ($on: Boolean!) { hello @skip(if: $on) secret: hello @include(if: $on) }',
    variables: { on: true },
  },
  {
    name: 'a skipped fragment',
    query: 'query ($on: Boolean!) { item { ...I @skip(if: $on) id } } fragment I on Item { name }',
    variables: { on: true },
  },
  { name: 'arguments', query: 'query ($t: String) { echo(text: $t, required: 2) }', variables: { t: 'ä"\\u0000' } },
  { name: 'a default', query: '{ echo(text: "x") }' },
  { name: 'a default of a variable', query: 'query ($t: String = "d") { echo(text: $t) }' },
  { name: 'null for what may be null', query: 'query ($t: String) { echo(text: $t) }', variables: { t: null } },
  {
    name: 'null for what may not be',
    query: 'query ($n: Int = 1) { echo(text: "x", required: $n) }',
    variables: { n: null },
  },
  { name: 'a variable of the wrong kind', query: 'query ($t: String) { echo(text: $t) }', variables: { t: { a: 1 } } },
  { name: 'a variable that is missing', query: 'query ($n: Int!) { echo(text: "x", required: $n) }' },
  {
    name: 'a number out of range',
    query: 'query ($n: Int!) { echo(text: "x", required: $n) }',
    variables: { n: 2 ** 40 },
  },
  { name: 'a list of ids', query: 'query ($ids: [ID]) { nodes(ids: $ids) { id } }', variables: { ids: ['a', 1] } },
  { name: 'one for a list', query: 'query ($ids: [ID]) { nodes(ids: $ids) { id } }', variables: { ids: 'a' } },
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__'].flatMap((name) => [
    {
      name: `the alias ${name}`,
      query: `{ ${name}: hello item { ${name}: id ...F } } fragment F on Item { ${name}: id }`,
    },
    {
      name: `a list under the alias ${name}`,
      query: `{ item { ${name}: items(first: 1) { nodes { ${name}: id } } } }`,
    },
    { name: `the variable ${name}`, query: `query ($${name}: String = "d") { echo(text: $${name}) }` },
    {
      name: `a value for the variable ${name}`,
      query: `query ($${name}: String) { echo(text: $${name}) }`,
      variables: JSON.parse(`{ "${name}": "given" }`) as object,
    },
    {
      name: `a value for no variable ${name}`,
      query: '{ hello }',
      variables: JSON.parse(`{ "${name}": 1 }`) as object,
    },
    { name: `the operation ${name}`, query: `query ${name} { hello }` },
    { name: `the fragment ${name}`, query: `{ item { ...${name} } } fragment ${name} on Item { id }` },
    { name: `the argument ${name}`, query: `{ echo(${name}: "x") }` },
    { name: `the field ${name}`, query: `{ ${name} }` },
  ]),
  { name: 'a refusal beside an answer', query: '{ hello refused }' },
  { name: 'a fault', query: '{ hello faulty }' },
  { name: 'a part that is away', query: '{ lost }' },
  { name: 'what may not be asked', query: '{ staff }', token: 'someone:1' },
  { name: 'a mutation', query: 'mutation { write }', token: 'someone:1' },
  {
    name: 'the schema',
    query: '{ __schema { queryType { name fields { name args { name } } } } }',
    token: 'someone:1',
  },
];

describe('compiled operations', () => {
  let compiling: Example;
  let interpreting: Example;
  beforeAll(async () => {
    compiling = await startExample({ execute: compilingExecutor({ after: 0 }) });
    interpreting = await startExample({ execute: (args) => execute(args) });
  });
  afterAll(() => Promise.all([compiling.close(), interpreting.close()]));

  it.each(requests)('answer as graphql-js does: $name', async ({ query, variables, token }) => {
    const headers = { 'x-request-id': 'the-same-for-both' };
    const [ours, theirs] = await Promise.all(
      [compiling, interpreting].map((example) => example.post({ query, variables }, token, headers)),
    );
    expect({ status: ours?.status, body: ours?.body }).toEqual({ status: theirs?.status, body: theirs?.body });
    // Also in the order of fields, and where a matcher would take `__proto__` for something else.
    expect(JSON.stringify(ours?.body)).toBe(JSON.stringify(theirs?.body));
  });

  it('keep no more than they may, and answer all the same', async () => {
    const example = await startExample({ execute: compilingExecutor({ after: 0, most: 2 }) });
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 6; n += 1) {
        expect((await example.post({ query: `{ a${n}: hello }` })).body).toEqual({ data: { [`a${n}`]: 'world' } });
      }
    }
    await example.close();
  });
});

describe('the reads of the contract', () => {
  /** Beyond the number of times after which the server compiles. */
  const often = 60;
  let community: Community;
  let ben: Client;
  let ids: { board: string; thread: string; post: string };

  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
    ben = await community.as('ben');
    const { viewer } = await ben.run('Viewer');
    const board = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    const { edges } = (await ben.run('Board', { id: board, first: 1 })).board.threads;
    const thread = edges[0].node.id;
    const { posts } = (await ben.run('Thread', { id: thread, first: 1 })).thread;
    ids = { board, thread, post: posts.edges[0].node.id };
  }, 60_000);
  afterAll(() => community.stop());

  it.each([
    'Viewer',
    'Node',
    'Board',
    'Thread',
    'ThreadAround',
    'Replies',
    'PostReplies',
    'Post',
    'Search',
    'MyDecisions',
  ])('%s answers the hundredth time as the first', async (name) => {
    const id = { Board: ids.board, Post: ids.post, PostReplies: ids.post }[name] ?? ids.thread;
    const variables = { id, first: 5, number: 2, depth: 3, query: 'the' };
    const wanted = Object.fromEntries(
      Object.entries(variables).filter(([variable]) => contractOperation(name).includes(`$${variable}`)),
    );
    const answers: string[] = [];
    for (let n = 0; n < often; n += 1) answers.push(JSON.stringify(await ben.send(contractOperation(name), wanted)));
    expect(new Set(answers.map(withoutMoments)).size).toBe(1);
  });
});

/** A list's cursors carry the moment at which it was opened. */
const withoutMoments = (answer: string): string => answer.replaceAll(/"(?:cursor|endCursor)":"[^"]*"/g, '');
