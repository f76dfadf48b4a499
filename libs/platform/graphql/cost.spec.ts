import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { compileCost } from './cost.js';
import { checkShape, fragmentsOf } from './document-limits.js';
import { defaultLimits, type Limits } from './limits.js';

const schema = buildSchema(`
  interface Named { id: ID }
  type Query { thread(id: ID): Thread named: Named boards(first: Int = 30): BoardConnection nodes(ids: [ID!]): [Named] search: Hit }
  union Hit = Thread | Post
  type Thread implements Named { id: ID title: String author: Person posts(first: Int, last: Int): PostConnection observers: [Person] }
  type PostConnection { edges: [PostEdge] nodes: [Post] pageInfo: PageInfo }
  type PostEdge { cursor: String node: Post }
  type Post implements Named { id: ID author: Person parent: Post revisions(first: Int): [Post!]! }
  type Person { id: ID }
  type PageInfo { endCursor: String }
  type BoardConnection { nodes: [Board] }
  type Board { id: ID threads(first: Int): ThreadConnection }
  type ThreadConnection { nodes: [Thread] }
`);

function costOf(document: DocumentNode, variables = {}): number {
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find((each): each is OperationDefinitionNode => 'operation' in each)!;
  return compileCost(schema, operation, fragmentsOf(document), defaultLimits)(variables);
}

describe('the cost of an operation', () => {
  it.each<[string, string, number, object?]>([
    ['nothing for scalars', '{ __typename }', 0],
    ['one for an object', '{ thread { author { id } } }', 2],
    [
      'a page, its node and what hangs on it, but not its edges',
      '{ thread { posts(first: 20) { edges { node { id author { id } } } pageInfo { endCursor } } } }',
      43,
    ],
    [
      'the same without edges',
      '{ thread { posts(first: 20) { nodes { id author { id } } pageInfo { endCursor } } } }',
      43,
    ],
    ['pages in pages', '{ boards(first: 10) { nodes { threads(first: 5) { nodes { id } } } } }', 1 + 10 + 10 + 50],
    ['the default of the argument', '{ boards { nodes { id } } }', 31],
    ['20 where nothing is said', '{ thread { posts { nodes { id } } } }', 22],
    ['the larger of first and last', '{ thread { posts(first: 2, last: 7) { nodes { id } } } }', 9],
    [
      'a list with a size of its own',
      '{ thread { posts(first: 2) { nodes { revisions(first: 3) { id } } } } }',
      2 + 2 + 6,
    ],
    ['a list without sizes as one object', '{ thread { observers { id } } }', 2],
    ['a list of ids by its length', '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    ['variables', 'query ($n: Int) { thread { posts(first: $n) { nodes { id } } } }', 12, { n: 10 }],
    ['the default of a variable', 'query ($n: Int = 4) { thread { posts(first: $n) { nodes { id } } } }', 6],
    ['null like nothing', 'query ($n: Int = 4) { thread { posts(first: $n) { nodes { id } } } }', 22, { n: null }],
    [
      '100 for more than a page may hold, which its field refuses',
      '{ thread { posts(first: 9999) { nodes { id } } } }',
      102,
    ],
    [
      'the same field once, however often it is asked for',
      '{ thread { author { id } } thread { author { id } ... { author { id } } } }',
      2,
    ],
    [
      'the dearest of what an interface may be',
      '{ search { ... on Thread { posts(first: 2) { nodes { id } } } ... on Post { author { id } } } }',
      5,
    ],
    ['nothing for introspection', '{ __schema { types { fields { name } } } }', 0],
  ])('counts %s', (_name, query, cost, ...[variables]) => {
    expect(costOf(parse(query), variables)).toBe(cost);
  });

  const queries = [
    '{ a: thread(id: "a") { t: title posts(first: 20) { edges { cursor node { id author { id } parent { id } } } pageInfo { endCursor } } } }',
    '{ boards(first: 7) { nodes { threads(first: 5) { nodes { posts(last: 3) { nodes { revisions(first: 2) { author { id } } } } } } } } }',
    'query ($n: Int = 9) { thread { author { id } observers { id } posts(first: $n) { nodes { parent { parent { id } } } } } }',
    '{ search { ... on Thread { author { id } posts(first: 3) { nodes { id } } } ... on Post { author { id } } } }',
  ];

  it.each(queries)('does not change when it is rewritten with fragments: %s', (query) => {
    const plain = parse(query, { noLocation: true });
    for (const rewritten of [
      inlined(plain),
      extracted(plain),
      extracted(inlined(plain)),
      doubled(plain),
      doubled(extracted(plain)),
    ]) {
      expect(costOf(rewritten)).toBe(costOf(plain));
      expect(shapeOf(rewritten)).toEqual(shapeOf(plain));
    }
  });
});

/** The least limits that let a document pass. */
function shapeOf(document: DocumentNode): Record<string, number> {
  const others = { ...defaultLimits, repeats: Infinity, selections: Infinity };
  const least = (name: 'depth' | 'aliases' | 'rootFields'): number => {
    for (let limit = 0; limit < 50; limit++) {
      try {
        checkShape(document, fragmentsOf(document), { ...others, [name]: limit } satisfies Limits);
        return limit;
      } catch {
        // one more
      }
    }
    throw new Error(`no limit on ${name} lets it pass`);
  };
  return { depth: least('depth'), aliases: least('aliases'), rootFields: least('rootFields') };
}

/** Rewrites every selection set, innermost first. */
function rewrite(
  document: DocumentNode,
  change: (set: SelectionSetNode, type: string) => SelectionSetNode,
): DocumentNode {
  const types = new TypeInfo(schema);
  const parents: string[] = [];
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        enter: () => void parents.push(types.getParentType()!.name),
        leave: (set) => change(set, parents.pop()!),
      },
    }),
  );
}

const named = (name: string) => ({ kind: Kind.NAME, value: name }) as const;
const typeNamed = (name: string) => ({ kind: Kind.NAMED_TYPE, name: named(name) }) as const;

function inlined(document: DocumentNode): DocumentNode {
  return rewrite(document, (set, type) => ({
    kind: Kind.SELECTION_SET,
    selections: set.selections.map((selection) => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: typeNamed(type),
      selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
    })),
  }));
}

function extracted(document: DocumentNode): DocumentNode {
  const fragments: FragmentDefinitionNode[] = [];
  const changed = rewrite(document, (selectionSet, type) => {
    const name = named(`F${fragments.length}`);
    fragments.push({ kind: Kind.FRAGMENT_DEFINITION, name, typeCondition: typeNamed(type), selectionSet });
    return { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.FRAGMENT_SPREAD, name }] };
  });
  return { ...changed, definitions: [...changed.definitions, ...fragments] };
}

/** What lies at the root and below `posts` twice, which execution merges. */
function doubled(document: DocumentNode): DocumentNode {
  return rewrite(document, (set, type) =>
    type === 'Query' || type === 'Post' ? { ...set, selections: [...set.selections, ...set.selections] } : set,
  );
}
