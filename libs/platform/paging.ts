import { type Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { Refusal } from './errors.js';

/** No list of this server is longer than this per page (api conventions: more is INVALID_INPUT, never a silent clamp). */
export const mostPerPage = 100;
const usualPage = 20;

@ObjectType({ description: 'Where a page lies in its list (Relay cursor connections specification).' })
export class PageInfo {
  @Field({ description: 'Exact: another page follows.' })
  hasNextPage!: boolean;
  @Field({ description: 'Exact: a page lies before.' })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; null on an empty page.' })
  startCursor!: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge; null on an empty page.' })
  endCursor!: string | null;
}

@ArgsType()
export class ForwardArgs {
  @Field(() => Int, { nullable: true, description: 'How many, 1 to 100; 20 if absent.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Continue behind this cursor.' })
  after?: string | null;
}

@ArgsType()
export class PageArgs extends ForwardArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many, counted from the end, 1 to 100. Not together with `first`.',
  })
  last?: number | null;
  @Field(() => String, { nullable: true, description: 'End before this cursor.' })
  before?: string | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node, E extends Edge<Node> = Edge<Node>> {
  edges: E[];
  nodes: Node[];
  pageInfo: PageInfo;
}

/** Makes the connection and edge types of a node type: `connectionOf(Post)` gives PostConnection and PostEdge. */
export function connectionOf<Node>(node: Type<Node>, name = node.name): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its cursor.` })
  class EdgeOfNode {
    @Field({ description: 'Opaque; stays valid when this very row is gone, and over restarts.' })
    cursor!: string;
    @Field(() => node, { description: 'The thing itself.' })
    node!: Node;
  }
  @ObjectType(`${name}Connection`, { description: `A page of ${name} items.` })
  class ConnectionOfNode {
    @Field(() => [EdgeOfNode], { description: 'The items with their cursors.' })
    edges!: EdgeOfNode[];
    @Field(() => [node], { description: 'The items alone.' })
    nodes!: Node[];
    @Field(() => PageInfo, { description: 'Where this page lies.' })
    pageInfo!: PageInfo;
  }
  return ConnectionOfNode;
}

/** What a list is asked for, checked: `limit` items after (or, backward, before) the decoded sort key. */
export interface Page<Key> {
  limit: number;
  backward: boolean;
  /** Sort key to continue from, exclusive; null at an end of the list. */
  key: Key | null;
}

/** Cursors carry a version, the list they belong to and their sort key, so they survive the row they point at. */
export function encodeCursor(list: string, key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([1, list, ...key])).toString('base64url');
}

/*
 * What a part of a sort key may be. Cursors come from clients: these are what PostgreSQL takes as an int and as a
 * timestamptz; any other value would be an error of its own.
 */

const greatestInt = 2_147_483_647;
/** Years of four digits: PostgreSQL has no year 0, and writes the far ones otherwise than ECMAScript does. */
const instantPattern = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/;

/** A count, a place or a rank. */
export const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= greatestInt;

/** An instant as `toISOString`, or PostgreSQL to the microsecond, writes it. */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || !instantPattern.test(value)) return false;
  const instant = new Date(value);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 19) === value.slice(0, 19);
}

/** @throws Refusal INVALID_INPUT if the cursor is not one of that list */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- `isKey` vouches for the shape that the caller names
export function decodeCursor<Key extends readonly unknown[]>(
  list: string,
  cursor: string,
  isKey: (key: readonly unknown[]) => boolean,
  field = 'after',
): Key {
  try {
    const [version, of, ...key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (version === 1 && of === list && isKey(key)) return key as unknown as Key;
  } catch {
    // Falls through: whatever cannot be read is not a cursor.
  }
  throw Refusal.invalid(field, 'is not a cursor of this list');
}

function limitOf(field: string, count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > mostPerPage) {
    throw Refusal.invalid(field, `must be from 1 to ${mostPerPage}`);
  }
  return count;
}

/**
 * Checks the four Relay arguments and decodes the cursor.
 * @throws Refusal INVALID_INPUT for a count outside 1 to 100, both directions at once, or a foreign cursor
 */
export function readPage<Key extends readonly unknown[]>(
  list: string,
  args: PageArgs,
  isKey: (key: readonly unknown[]) => boolean,
): Page<Key> {
  if (args.last != null && args.first != null) throw Refusal.invalid('last', 'not together with first');
  if (args.last != null || (args.before != null && args.first == null)) {
    if (args.after != null) throw Refusal.invalid('after', 'not together with last or before');
    return {
      limit: limitOf('last', args.last ?? usualPage),
      backward: true,
      key: args.before == null ? null : decodeCursor<Key>(list, args.before, isKey, 'before'),
    };
  }
  if (args.before != null) throw Refusal.invalid('before', 'not together with first');
  return {
    limit: limitOf('first', args.first ?? usualPage),
    backward: false,
    key: args.after == null ? null : decodeCursor<Key>(list, args.after, isKey),
  };
}

/**
 * Cuts a page from rows read with `limit + 1` in the direction of the page; the surplus row tells that more exists.
 * @param rows in reading order: for a backward page the nearest row first
 * @param behind whether rows exist on the side the page came from; exact for lists that know, else "a cursor was given"
 */
export function pageOf<Row, Node>(
  rows: readonly Row[],
  page: Page<unknown>,
  cursorOf: (row: Row) => string,
  nodeOf: (row: Row) => Node,
  behind: boolean = page.key !== null,
): Connection<Node> {
  const more = rows.length > page.limit;
  const kept = rows.slice(0, page.limit);
  if (page.backward) kept.reverse();
  const edges = kept.map((row) => ({ cursor: cursorOf(row), node: nodeOf(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.backward ? behind : more,
      hasPreviousPage: page.backward ? more : behind,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
