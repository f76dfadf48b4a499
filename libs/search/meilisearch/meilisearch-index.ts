import { Injectable } from '@nestjs/common';
import { MeilisearchApiError, MeilisearchRequestError } from 'meilisearch';
import { Database } from '#platform';
import { documentRecords, type DocumentRecord } from '../documents.queries.js';
import { fold } from '../language/folding.js';
import { codeOf, MeilisearchClients, TaskFailed } from './client.js';
import { isIn } from './filters.js';
import { indexSettings, sameSettings } from './settings.js';

/** Far below the 100 MB that a payload may have; larger ones are indexed no faster. */
const mostBytes = 8_000_000;
/** Other settings index everything anew; searches go on with the old ones meanwhile. */
const settingsTimeoutMs = 900_000;
/** Pauses before a write is tried again; after that the job comes back by itself. */
const pausesMs = [200, 1_000, 3_000];
/** Of no post: taking its document away changes nothing. */
const nobody = '00000000-0000-0000-0000-000000000000';
/** Documents listed at a time when they are compared. */
const listed = 1_000;

/** A document as it is compared: by the hash of what it was made from. */
export interface Stored {
  id: string;
  fingerprint: string;
}

/** Writing to an index of Meilisearch: documents in batches, tasks awaited, passing faults tried again. */
@Injectable()
export class MeilisearchIndex {
  constructor(
    private readonly database: Database,
    private readonly clients: MeilisearchClients,
  ) {}

  async exists(uid: string): Promise<boolean> {
    const client = await this.clients.write();
    try {
      await client.getRawIndex(uid);
      return true;
    } catch (error) {
      if (codeOf(error) === 'index_not_found') return false;
      throw error;
    }
  }

  /** Makes the index, if it is not there, and gives it its settings, if they are others. */
  async ensure(uid: string): Promise<void> {
    const client = await this.clients.write();
    if (!(await this.exists(uid))) {
      await this.clients.through(client.createIndex(uid, { primaryKey: 'id' })).catch((error: unknown) => {
        // Another process was first.
        if (codeOf(error) !== 'index_already_exists') throw error;
      });
    }
    const index = client.index(uid);
    if (!sameSettings(await index.getSettings())) {
      await this.clients.through(index.updateSettings(indexSettings), settingsTimeoutMs);
    }
  }

  /** Makes the documents of these posts say what the posts say now. */
  async index(uid: string, postIds: readonly string[]): Promise<void> {
    if (postIds.length === 0) return;
    const present = await this.database.rows<DocumentRecord>(documentRecords(postIds));
    const ids = new Set(present.map(({ id }) => id));
    const gone = postIds.filter((id) => !ids.has(id));
    // What must not be found any more goes first.
    if (gone.length > 0) await this.remove(uid, gone);
    for (const documents of inPayloads(present)) {
      await this.again(async () => {
        const index = (await this.clients.write()).index(uid);
        await this.clients.through(index.addDocumentsFromString(documents, 'application/x-ndjson'));
      });
    }
  }

  async remove(uid: string, postIds: readonly string[]): Promise<void> {
    if (postIds.length === 0) return;
    await this.again(async () => {
      const index = (await this.clients.write()).index(uid);
      await this.clients.through(index.deleteDocuments([...postIds]));
    });
  }

  /** Every document of a board, with the hash of what it was made from. */
  async *documentsOf(boardId: string): AsyncGenerator<Stored[]> {
    for (let offset = 0; ; offset += listed) {
      const results = await this.stored(`boardId = "${boardId}"`, offset);
      if (results.length > 0) yield results;
      if (results.length < listed) return;
    }
  }

  /** Those of these posts that have a document now. */
  async documentsFor(postIds: readonly string[]): Promise<Stored[]> {
    const found: Stored[] = [];
    for (let at = 0; at < postIds.length; at += listed) {
      found.push(...(await this.stored(isIn('id', postIds.slice(at, at + listed)), 0)));
    }
    return found;
  }

  private async stored(filter: string, offset: number): Promise<Stored[]> {
    const index = (await this.clients.write()).index<Stored>(this.clients.names.live);
    const { results } = await index.getDocuments({ filter, fields: ['id', 'fingerprint'], offset, limit: listed });
    return results;
  }

  /**
   * Puts one index in the place of the other, in one step that no search can notice. A key for our indexes alone is not
   * shown tasks that concern two, so the end is seen otherwise: tasks are done in order, and when a later one is through,
   * the index of the one name was made when the other was.
   * @returns whether they were swapped
   */
  async swap(live: string, next: string): Promise<boolean> {
    const client = await this.clients.write();
    const { createdAt } = await client.getRawIndex(next);
    await client.swapIndexes([{ indexes: [live, next], rename: false }]);
    await this.clients.through(client.index(live).deleteDocuments([nobody]));
    return (await client.getRawIndex(live)).createdAt === createdAt;
  }

  /** Also waits until it is gone: what is made anew under its name must not be met by the task. */
  async drop(uid: string): Promise<void> {
    const client = await this.clients.write();
    try {
      await this.clients.through(client.deleteIndex(uid));
    } catch (error) {
      if (codeOf(error) !== 'index_not_found') throw error;
    }
  }

  private async again(write: () => Promise<void>): Promise<void> {
    for (const pause of [...pausesMs, null]) {
      try {
        return await write();
      } catch (error) {
        if (pause === null || !mayPass(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

/** A fault that may be gone in a moment, as opposed to a refusal. */
export const mayPass = (error: unknown): boolean =>
  error instanceof TaskFailed ||
  error instanceof MeilisearchRequestError ||
  (error instanceof MeilisearchApiError && (error.response.status >= 500 || error.response.status === 429));

/** A document as one line. Folded here, so that both engines take the same letters for equal; nobody is ever shown it. */
const lineOf = (document: DocumentRecord): string =>
  `${JSON.stringify({ ...document, title: fold(document.title), body: fold(document.body), state: 'PUBLISHED' })}\n`;

/** Lines in payloads of a bounded size. */
export function* inPayloads(documents: readonly DocumentRecord[], most = mostBytes): Generator<string> {
  let payload = '';
  let bytes = 0;
  for (const line of documents.map(lineOf)) {
    const size = Buffer.byteLength(line);
    if (payload !== '' && bytes + size > most) {
      yield payload;
      [payload, bytes] = ['', 0];
    }
    payload += line;
    bytes += size;
  }
  if (payload !== '') yield payload;
}
