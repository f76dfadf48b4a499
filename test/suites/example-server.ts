import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import pino from 'pino';
import WebSocket from 'ws';
import { type AccessMark } from '../../libs/platform/access.js';
import { readConfig } from '../../libs/platform/config.js';
import { Refusal } from '../../libs/platform/errors.js';
import type { RequestContext } from '../../libs/platform/graphql/context.js';
import { GraphqlServer, type GraphqlServerOptions } from '../../libs/platform/graphql/graphql-server.js';
import { EventQueue } from '../../libs/platform/live/event-queue.js';
import { SourceEvent } from '../../libs/platform/live/source-event.js';
import { Role, type TokenClaims, TokenVerifier, type Viewer, ViewerLoader } from '../../libs/platform/viewer.js';

/** Tokens are `<account>:<session>`; `expired` in front makes one that is not valid any more. */
export class ExampleTokens extends TokenVerifier {
  lifetimeMs = 300_000;

  override async verify(token: string): Promise<TokenClaims | null> {
    const [accountId, sessionId] = token.split(':');
    if (!accountId || !sessionId || accountId.startsWith('expired')) return null;
    return { accountId, sessionId, expiresAt: new Date(Date.now() + this.lifetimeMs) };
  }
}

export class ExampleViewers extends ViewerLoader {
  readonly ended = new Set<string>();
  loads = 0;
  fault: Error | undefined;
  /** Of `loadMany` alone, which deliveries and checks of sessions use, and how often it was met. */
  faultOfMany: Error | undefined;
  failures = 0;

  override async load(claims: TokenClaims): Promise<Viewer | null> {
    this.loads++;
    if (this.fault) throw this.fault;
    if (this.ended.has(claims.sessionId)) return null;
    return viewerOf(claims);
  }

  override async loadMany(claims: readonly TokenClaims[]): Promise<Map<string, Viewer>> {
    const fault = this.fault ?? this.faultOfMany;
    if (fault) {
      this.failures++;
      throw fault;
    }
    const living = claims.filter(({ sessionId }) => !this.ended.has(sessionId));
    return new Map(living.map((each) => [each.sessionId, viewerOf(each)]));
  }
}

function viewerOf(claims: TokenClaims): Viewer {
  const roles = new Set(claims.accountId.startsWith('mod') ? [Role.MODERATOR] : [Role.MENTEE]);
  return {
    ...claims,
    displayName: claims.accountId,
    enrolments: [],
    roles,
    keys: [],
    consentMissing: false,
    ownMatches: [],
    blocked: [],
  };
}

type Field = GraphQLFieldConfig<unknown, RequestContext>;
const access = (mark: AccessMark): { extensions: { access: AccessMark } } => ({ extensions: { access: mark } });
const everybody: AccessMark = { kind: 'PUBLIC' };
const members: AccessMark = { kind: 'SIGNED_IN' };
const moderators: AccessMark = { kind: 'STAFF', roles: [Role.MODERATOR] };

/** Aborts early, as a well-behaved source does. */
export const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

const pageArguments = { first: { type: GraphQLInt }, last: { type: GraphQLInt }, after: { type: GraphQLString } };
const listOf = (type: GraphQLObjectType): GraphQLNonNull<GraphQLList<GraphQLObjectType>> =>
  new GraphQLNonNull(new GraphQLList(type));

const named = new GraphQLInterfaceType({ name: 'Named', fields: { id: { type: GraphQLID } } });
const item: GraphQLObjectType = new GraphQLObjectType({
  name: 'Item',
  interfaces: [named],
  isTypeOf: () => true,
  fields: () => ({
    id: { type: GraphQLID, resolve: () => 'x' },
    name: { type: GraphQLString, resolve: () => 'name' },
    owner: { type: item, resolve: () => ({}) },
    items: { type: itemConnection, args: pageArguments, resolve: () => ({}) },
    tags: { type: listOf(item), resolve: () => [] },
  }),
});
const itemEdge = new GraphQLObjectType({
  name: 'ItemEdge',
  fields: { cursor: { type: GraphQLString }, node: { type: item, resolve: () => ({}) } },
});
const itemConnection: GraphQLObjectType = new GraphQLObjectType({
  name: 'ItemConnection',
  fields: {
    edges: { type: listOf(itemEdge), resolve: () => [] },
    nodes: { type: listOf(item), resolve: () => [] },
  },
});

class Count extends SourceEvent {
  constructor(private readonly count: number) {
    super();
  }

  override readFor(): Promise<{ count: number }> {
    return Promise.resolve({ count: this.count });
  }
}

async function* counting(upTo: number, everyMs: number, signal: AbortSignal): AsyncGenerator<number> {
  for (let number = 1; number <= upTo && !signal.aborted; number++) {
    yield number;
    if (everyMs > 0) await sleep(everyMs, signal);
  }
}

/** The numbers as a source, as fast as they are read. */
function queueOf(numbers: AsyncGenerator<number>): EventQueue<Count> {
  let room: (() => void) | undefined;
  let open = true;
  const onClose = (): void => {
    open = false;
    room?.();
    void numbers.return(undefined);
  };
  const queue = new EventQueue<Count>({ onClose, onRoom: () => room?.() });
  const fill = async (): Promise<void> => {
    for await (const number of numbers) {
      while (open && !queue.push(new Count(number))) await new Promise<void>((resolve) => (room = resolve));
    }
  };
  fill().then(
    () => queue.end(),
    (error: Error) => queue.end(error),
  );
  return queue;
}

/** What happened inside, for tests that look for effects. */
export class ExampleEffects {
  writes = 0;
  openStreams = 0;
}

export function exampleSchema(effects = new ExampleEffects()): GraphQLSchema {
  const query: Record<string, Field> = {
    hello: { type: GraphQLString, resolve: () => 'world', ...access(everybody) },
    viewerName: {
      type: GraphQLString,
      resolve: (_s, _a, context) => context.viewer?.displayName,
      ...access(everybody),
    },
    secret: { type: GraphQLString, resolve: () => 'for members', ...access(members) },
    staff: { type: GraphQLString, resolve: () => 'for moderators', ...access(moderators) },
    item: { type: item, resolve: () => ({}), ...access(everybody) },
    named: { type: named, resolve: () => ({}), ...access(everybody) },
    items: { type: itemConnection, args: pageArguments, resolve: () => ({}), ...access(everybody) },
    nodes: {
      type: listOf(item),
      args: { ids: { type: new GraphQLList(GraphQLID) } },
      resolve: () => [],
      ...access(everybody),
    },
    echo: {
      type: GraphQLString,
      args: { text: { type: GraphQLString }, required: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 1 } },
      resolve: (_source, { text }: { text: string }) => text,
      ...access(everybody),
    },
    wait: {
      type: GraphQLBoolean,
      args: { ms: { type: new GraphQLNonNull(GraphQLInt) } },
      resolve: async (_source, { ms }: { ms: number }) => (await sleep(ms), true),
      ...access(everybody),
    },
    refused: {
      type: GraphQLString,
      resolve: () => {
        throw Refusal.invalid('text', 'is empty');
      },
      ...access(everybody),
    },
    faulty: {
      type: GraphQLString,
      resolve: () => {
        throw new Error('secret detail of a fault');
      },
      ...access(everybody),
    },
    lost: {
      type: GraphQLString,
      resolve: () => {
        throw Object.assign(new Error('terminating connection'), { code: '57P01' });
      },
      ...access(everybody),
    },
  };
  const mutation: Record<string, Field> = {
    write: { type: GraphQLBoolean, resolve: () => ++effects.writes > 0, ...access(members) },
    signIn: { type: GraphQLBoolean, resolve: () => true, ...access(everybody) },
  };
  const stream = (mark: AccessMark, source: Field['subscribe']): Field => ({
    type: GraphQLInt,
    args: { upTo: { type: GraphQLInt, defaultValue: 3 }, everyMs: { type: GraphQLInt, defaultValue: 0 } },
    resolve: (event) => (event as { count: number }).count,
    subscribe: source,
    ...access(mark),
  });
  const subscription: Record<string, Field> = {
    count: stream(everybody, (_s, { upTo, everyMs }: { upTo: number; everyMs: number }, { signal }) =>
      queueOf(counting(upTo, everyMs, signal)),
    ),
    memberCount: stream(members, (_s, { upTo, everyMs }: { upTo: number; everyMs: number }, { signal }) => {
      const counted = async function* (): AsyncGenerator<number> {
        effects.openStreams++;
        try {
          yield* counting(upTo, everyMs, signal);
        } finally {
          effects.openStreams--;
        }
      };
      return queueOf(counted());
    }),
    trimmed: stream(everybody, () => {
      const counted = async function* (): AsyncGenerator<number> {
        yield 1;
        throw new Refusal('RESYNC_REQUIRED');
      };
      return queueOf(counted());
    }),
    notStarting: stream(everybody, () => {
      throw new Refusal('NOT_FOUND');
    }),
    broken: stream(everybody, () => {
      const counted = async function* (): AsyncGenerator<number> {
        yield 1;
        throw new Error('secret detail of a source');
      };
      return queueOf(counted());
    }),
    large: stream(everybody, (_s, _a, { signal }) => {
      const counted = async function* (): AsyncGenerator<number> {
        while (!signal.aborted) {
          yield 1;
          await sleep(0);
        }
      };
      return queueOf(counted());
    }),
    ungoverned: stream(everybody, async function* () {
      yield { count: 1 };
    }),
    unread: stream(everybody, () => {
      const queue = new EventQueue({ onClose: () => undefined });
      queue.push({ readFor: () => Promise.resolve({ count: 1 }) });
      return queue;
    }),
  };
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: query }),
    mutation: new GraphQLObjectType({ name: 'Mutation', fields: mutation }),
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: subscription }),
    types: [item],
  });
}

export interface Example {
  server: GraphqlServer;
  url: string;
  socketUrl: string;
  tokens: ExampleTokens;
  viewers: ExampleViewers;
  effects: ExampleEffects;
  /** The log, one parsed line each. */
  log: Record<string, unknown>[];
  /** POSTs JSON; `token` as in `ExampleTokens`. */
  post(body: unknown, token?: string, headers?: Record<string, string>): Promise<Answer>;
  /** A raw socket that has been opened, with its messages. */
  socket(options?: { protocol?: string | string[]; headers?: Record<string, string> }): Promise<RawSocket>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: { data?: Record<string, unknown> | null; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

/** A real server of the example schema on a free port. */
export async function startExample(
  options: { environment?: Record<string, string> } & Partial<GraphqlServerOptions> = {},
): Promise<Example> {
  const log: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line) as never) });
  const effects = new ExampleEffects();
  const tokens = new ExampleTokens();
  const viewers = new ExampleViewers();
  const config = readConfig({ NODE_ENV: 'test', ...options.environment });
  const server = new GraphqlServer({ schema: exampleSchema(effects), config, tokens, viewers, logger, ...options });
  const { port } = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}/graphql`;
  const socketUrl = `ws://127.0.0.1:${port}/graphql`;
  const post: Example['post'] = async (body, token, headers = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  return {
    ...{ server, url, socketUrl, tokens, viewers, effects, log, post },
    socket: (socketOptions) => RawSocket.open(socketUrl, socketOptions),
    close: () => server.close({ graceSeconds: 1 }),
  };
}

interface Message {
  type: string;
  id?: string;
  payload?: never;
}

/** A WebSocket client that knows nothing of the protocol, so that it can break every rule of it. */
export class RawSocket {
  readonly received: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #changed: (() => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.received.push(JSON.parse((data as Buffer).toString()) as Message);
      for (const wake of this.#changed.splice(0)) wake();
    });
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
  }

  static async open(
    url: string,
    {
      protocol = 'graphql-transport-ws',
      headers = {},
    }: { protocol?: string | string[]; headers?: Record<string, string> } = {},
  ): Promise<RawSocket> {
    const socket = new WebSocket(url, protocol === '' ? [] : protocol, { headers });
    const raw = new RawSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    socket.on('error', () => undefined);
    return raw;
  }

  send(message: unknown): this {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return this;
  }

  /** `connection_init` and its acknowledgement. */
  async init(token?: string): Promise<this> {
    this.send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} });
    await this.until((messages) => messages.some(({ type }) => type === 'connection_ack'));
    return this;
  }

  /** Starts an operation and returns all messages about it once it has ended. */
  async run(query: string, variables?: object, id = 'run'): Promise<Message[]> {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
    const about = (): Message[] => this.received.filter((message) => message.id === id);
    await this.until(() => about().some(({ type }) => type === 'complete' || type === 'error'));
    return about();
  }

  async until(condition: (messages: Message[]) => boolean): Promise<void> {
    while (!condition(this.received)) {
      const ended = await Promise.race([
        this.closed,
        new Promise<undefined>((resolve) => this.#changed.push(() => resolve(undefined))),
      ]);
      if (ended && !condition(this.received)) throw new Error(`closed with ${ended.code} ${ended.reason}`);
    }
  }
}
