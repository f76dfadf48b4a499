import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it is out of order. `mute` takes what is written, and answers no search: then it is seen what reaches it. */
export type Mood = 'hangs' | 'fails' | 'babbles' | 'forbids' | 'mute';

type Ending = 'failed' | 'canceled';

/**
 * Stands in for a Meilisearch that is out of order, and for nothing else: it never finds anything. What a well one answers
 * is asked of a real one (`engines.spec`).
 */
export class OutOfOrderMeilisearch {
  mood: Mood = 'fails';
  /** How the next tasks about documents end, before all others succeed. */
  readonly endings: Ending[] = [];
  /** How the next swaps end. */
  readonly swapEndings: Ending[] = [];
  /** Every request that came, as method and path. */
  readonly requests: string[] = [];
  private readonly indexes = new Map<string, { createdAt: string; documents: Map<string, string> }>();
  private readonly settings = new Map<string, string>();
  private readonly tasks: string[] = [];
  private readonly hidden = new Set<number>();
  private server: Server | undefined;
  private port = 0;

  /** Bodies by id. */
  documents(uid = 'porchlight_posts'): ReadonlyMap<string, string> {
    return this.indexes.get(uid)?.documents ?? new Map<string, string>();
  }
  get names(): string[] {
    return [...this.indexes.keys()].sort();
  }
  loseEverything(): void {
    this.indexes.clear();
  }

  /** Listens, on the same port each time. */
  async open(): Promise<string> {
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return `http://127.0.0.1:${this.port}`;
  }

  /** Connections are refused from here on. */
  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** As a restart would change it: what hung is cut off. */
  become(mood: Mood): void {
    this.mood = mood;
    this.server?.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (this.mood === 'hangs') return;
      if (this.mood === 'fails') return refuse(response, 500, 'internal');
      if (this.mood === 'babbles') return void response.writeHead(200).end('<html>gateway</html>');
      if (this.mood === 'forbids' && request.url !== '/health') return refuse(response, 403, 'invalid_api_key');
      this.take(
        request.method ?? '',
        new URL(request.url ?? '', 'http://localhost').pathname.split('/').slice(1),
        text,
        response,
      );
    });
  }

  private take(
    method: string,
    [kind = '', uid = '', what = '', ...more]: string[],
    text: string,
    response: ServerResponse,
  ): void {
    const task = (work: () => void, ending?: Ending): void => this.enqueue(work, response, ending);
    if (kind === 'health') return reply(response, { status: 'available' });
    if (kind === 'tasks') {
      // Of a task that concerns two indexes a key for ours alone is told nothing.
      if (this.hidden.has(Number(uid))) return refuse(response, 404, 'task_not_found');
      return reply(response, { uid: Number(uid), ...this.ended(Number(uid)) });
    }
    if (kind === 'multi-search' || what === 'search') return refuse(response, 503, 'internal');
    if (kind === 'swap-indexes') {
      this.hidden.add(this.tasks.length);
      const [
        {
          indexes: [one, other],
        },
      ] = JSON.parse(text) as [{ indexes: [string, string] }];
      return task(() => {
        const [first, second] = [this.indexes.get(one), this.indexes.get(other)];
        if (first && second) this.indexes.set(one, second).set(other, first);
      }, this.swapEndings.shift());
    }
    if (kind === 'indexes' && uid === '') {
      const made = { createdAt: new Date(this.tasks.length).toISOString(), documents: new Map<string, string>() };
      return task(() => this.indexes.set((JSON.parse(text) as { uid: string }).uid, made));
    }
    const index = this.indexes.get(uid);
    if (!index) return refuse(response, 404, 'index_not_found');
    if (what === 'settings' && method === 'GET')
      return reply(response, JSON.parse(this.settings.get(uid) ?? '{}') as object);
    if (what === 'settings') return task(() => this.settings.set(uid, text));
    if (method === 'GET') return reply(response, { uid, primaryKey: 'id', createdAt: index.createdAt });
    if (method === 'DELETE') return task(() => this.indexes.delete(uid));
    const ending = this.endings.shift();
    if (more[0] === 'delete-batch')
      return task(() => (JSON.parse(text) as string[]).forEach((id) => index.documents.delete(id)), ending);
    task(() => {
      for (const line of text.split('\n').filter(Boolean)) {
        const { id, body } = JSON.parse(line) as { id: string; body: string };
        index.documents.set(id, body);
      }
    }, ending);
  }

  private enqueue(work: () => void, response: ServerResponse, ending?: Ending): void {
    const status = ending ?? 'succeeded';
    if (status === 'succeeded') work();
    this.tasks.push(status);
    const accepted = { taskUid: this.tasks.length - 1, indexUid: null, status: 'enqueued', type: 'x', enqueuedAt: '' };
    response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify(accepted));
  }

  private ended(uid: number): { status: string; error: { code: string } | null } {
    const status = this.tasks[uid] ?? 'failed';
    return { status, error: status === 'failed' ? { code: 'no_space_left_on_device' } : null };
  }
}

const reply = (response: ServerResponse, body: object): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const refuse = (response: ServerResponse, status: number, code: string): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ message: 'no', code, type: 'internal', link: '' }));
