import { type Client as SocketClient, createClient } from 'graphql-ws';
import { readFileSync } from 'node:fs';
import { type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { WebSocket } from 'ws';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers of any shape
export type Data = any;

export interface Answer {
  status: number;
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [key: string]: unknown } }[];
}

/** The contract's operations by name, each with the fragments that it uses. */
const contract = parse(readFileSync(new URL('../contract/operations.graphql', import.meta.url), 'utf8'));

export function contractOperation(name: string): string {
  const wanted = new Set<string>();
  const collect = (node: DocumentNode['definitions'][number]): void => {
    visit(node, {
      FragmentSpread: (spread) => {
        if (wanted.has(spread.name.value)) return;
        wanted.add(spread.name.value);
        const fragment = contract.definitions.find(
          (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === spread.name.value,
        );
        if (fragment) collect(fragment);
      },
    });
  };
  const operation = contract.definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name,
  );
  if (!operation) throw new Error(`the contract has no operation ${name}`);
  collect(operation);
  const fragments = contract.definitions.filter(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && wanted.has(definition.name.value),
  );
  return print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] });
}

/** What a subscription brought, as it comes. */
export class Stream implements AsyncDisposable {
  readonly events: Data[] = [];
  /** What ended it: an error of the server, or the close event of the socket. */
  ended: { reason: unknown } | undefined;
  private wake: (() => void) | undefined;

  constructor(socket: SocketClient, query: string, variables: Record<string, unknown>) {
    this.unsubscribe = socket.subscribe(
      { query, variables },
      {
        next: (result) => this.tell(() => this.events.push(result)),
        error: (reason) => this.tell(() => (this.ended = { reason })),
        complete: () => this.tell(() => (this.ended ??= { reason: 'complete' })),
      },
    );
  }
  readonly unsubscribe: () => void;

  /** Waits until so many events are here. */
  async until(count: number, withinMs = 15_000): Promise<Data[]> {
    await this.waitFor(() => this.events.length >= count || this.ended !== undefined, withinMs, `${count} events`);
    return this.events;
  }
  async untilEnded(withinMs = 15_000): Promise<unknown> {
    await this.waitFor(() => this.ended !== undefined, withinMs, 'the end');
    return this.ended?.reason;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.unsubscribe();
    await Promise.resolve();
  }

  private tell(change: () => void): void {
    change();
    this.wake?.();
  }
  private async waitFor(reached: () => boolean, withinMs: number, what: string): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!reached()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited ${withinMs} ms for ${what}; came: ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

const signInText = `mutation ($input: SignInInput!) {
  signIn(input: $input) { accessToken refreshToken expiresAt viewer { account { id } passwordChangeRequired } }
}`;
const changeText = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { ok } }';
const ownPassword = 'quiet rivers run deep';
/** What people chose in place of a first password, by server, name and that password. */
const chosen = new Map<string, string>();

/** A partner's client: HTTP for questions, graphql-transport-ws for subscriptions. */
export class Client {
  private socket: SocketClient | undefined;

  constructor(
    readonly url: string,
    readonly tokens: { accessToken: string; refreshToken: string } | null = null,
    readonly accountId: string | null = null,
  ) {}

  /** Whoever got their password from staff chooses another one at the first sign-in, as everybody must, and keeps it. */
  async signedInAs(username: string, password = 'porchlight-demo'): Promise<Client> {
    const given = `${this.url} ${username} ${password}`;
    const input = { username, password: chosen.get(given) ?? password };
    const { signIn } = await this.data(signInText, { input });
    const client = new Client(this.url, signIn, signIn.viewer.account.id);
    if (signIn.viewer.passwordChangeRequired) {
      await client.data(changeText, { input: { currentPassword: password, newPassword: ownPassword } });
      chosen.set(given, ownPassword);
    }
    return client;
  }

  /** Sends a document and gives the whole answer back. */
  async send(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(this.tokens && { authorization: `Bearer ${this.tokens.accessToken}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  }

  /** The data of an answer without errors. */
  async data(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const { data, errors } = await this.send(query, variables);
    if (errors) throw new Error(`unexpected errors: ${JSON.stringify(errors)}`);
    return data;
  }

  /** The code of the first error of an answer that must have one. */
  async refused(query: string, variables: Record<string, unknown> = {}): Promise<string> {
    const { data, errors } = await this.send(query, variables);
    if (!errors?.[0]) throw new Error(`not refused: ${JSON.stringify(data)}`);
    return errors[0].extensions.code;
  }

  /** An operation of the contract, by name. */
  async run(operation: string, variables: Record<string, unknown> = {}): Promise<Data> {
    return this.data(contractOperation(operation), variables);
  }

  async subscribe(query: string, variables: Record<string, unknown> = {}): Promise<Stream> {
    this.socket ??= createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: true,
      connectionParams: this.tokens ? { authorization: `Bearer ${this.tokens.accessToken}` } : {},
    });
    return Promise.resolve(new Stream(this.socket, query, variables));
  }

  async close(): Promise<void> {
    await this.socket?.dispose();
    this.socket = undefined;
  }
}
