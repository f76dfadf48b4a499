import { createHash, createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EnqueuedTaskPromise, Meilisearch, MeilisearchApiError } from 'meilisearch';
import { Config, logger } from '#platform';
import { type IndexNames, indexNames } from './settings.js';

/** A search that has no answer by then is answered by PostgreSQL instead. */
const searchTimeoutMs = 1_500;
/** Sending eight megabytes of documents takes a while; waiting for them to be indexed, longer. */
const writeTimeoutMs = 20_000;
const taskTimeoutMs = 120_000;
const taskPollMs = 50;

/** What each of our keys may do, on our indexes alone: nothing that is not called in this folder. */
const leastRights = {
  search: ['search'],
  write: [
    ...['documents.add', 'documents.delete', 'documents.get', 'indexes.create', 'indexes.get', 'indexes.delete'],
    ...['indexes.swap', 'settings.get', 'settings.update', 'tasks.get'],
  ],
} as const;
type Purpose = keyof typeof leastRights;

/** A task that Meilisearch accepted and could not do. */
export class TaskFailed extends Error {
  constructor(readonly code: string) {
    super(`a Meilisearch task failed: ${code}`);
    this.name = 'TaskFailed';
  }
}

export const codeOf = (error: unknown): string => {
  if (error instanceof TaskFailed) return error.code;
  return error instanceof MeilisearchApiError ? (error.cause?.code ?? String(error.response.status)) : '';
};

/** The official client, twice: a quick one that may only search, and a patient one that may write. */
@Injectable()
export class MeilisearchClients {
  readonly names: IndexNames;
  private made: Promise<{ search: Meilisearch; write: Meilisearch }> | undefined;

  constructor(private readonly config: Config) {
    this.names = indexNames(config.values.MEILI_INDEX);
  }

  get configured(): boolean {
    return this.config.values.MEILI_URL !== undefined;
  }

  async search(): Promise<Meilisearch> {
    return (await this.clients()).search;
  }

  async write(): Promise<Meilisearch> {
    return (await this.clients()).write;
  }

  /** Waits until a task is through; a task is the only way to learn whether a write was right. */
  async through(task: EnqueuedTaskPromise, timeout = taskTimeoutMs): Promise<void> {
    const { status, error } = await task.waitTask({ timeout, interval: taskPollMs });
    if (status !== 'succeeded') throw new TaskFailed(error?.code ?? status);
  }

  /** Keys are asked for once; if the server is away, or refuses them, again at the next use. */
  private clients(): Promise<{ search: Meilisearch; write: Meilisearch }> {
    this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    });
    return this.made;
  }

  private async make(): Promise<{ search: Meilisearch; write: Meilisearch }> {
    const { MEILI_URL: host, MEILI_API_KEY: given } = this.config.values;
    if (!host) throw new Error('MEILI_URL is not set');
    const client = (timeout: number, apiKey: string | undefined): Meilisearch =>
      new Meilisearch({ host, timeout, ...(apiKey !== undefined && { apiKey }) });
    if (given === undefined) return { search: client(searchTimeoutMs, given), write: client(writeTimeoutMs, given) };
    const giver = client(searchTimeoutMs, given);
    return {
      search: client(searchTimeoutMs, await this.key(giver, given, 'search')),
      write: client(writeTimeoutMs, await this.key(giver, given, 'write')),
    };
  }

  /**
   * A key of its own with the least rights, where the given one is the master key; else the given one, whose rights its
   * owner has chosen. A server that cannot answer now is asked again: it must not leave us with the greater key.
   */
  private async key(giver: Meilisearch, given: string, purpose: Purpose): Promise<string> {
    const uid = this.uidOf(purpose);
    try {
      const known = await giver.getKey(uid).catch((error: unknown) => {
        if (codeOf(error) === 'api_key_not_found') return null;
        throw error;
      });
      const key = known ?? (await this.createKey(giver, purpose, uid));
      // Meilisearch works keys out from the master key, so one that it does not show again can be worked out here too.
      return key?.key ?? createHmac('sha256', given).update(uid).digest('hex');
    } catch (error) {
      if (!(error instanceof MeilisearchApiError) || error.response.status >= 500) throw error;
      logger.debug({ code: codeOf(error) }, 'MEILI_API_KEY makes no keys; it is used as it is');
      return given;
    }
  }

  private async createKey(giver: Meilisearch, purpose: Purpose, uid: string): Promise<{ key?: string } | null> {
    try {
      return await giver.createKey({
        uid,
        name: `Porchlight ${purpose}: ${this.names.live}`,
        actions: [...leastRights[purpose]],
        indexes: [`${this.names.live}*`],
        expiresAt: null,
      });
    } catch (error) {
      // Another process was first.
      if (codeOf(error) === 'api_key_already_exists') return giver.getKey(uid);
      throw error;
    }
  }

  /** Follows from what the key may do, so each is made once, and other rights are another key. In the form of a UUIDv4. */
  private uidOf(purpose: Purpose): string {
    const hash = createHash('sha256').update([this.names.live, purpose, ...leastRights[purpose]].join(' '));
    const hex = hash.digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}
