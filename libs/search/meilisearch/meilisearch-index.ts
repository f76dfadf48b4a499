import { Injectable } from '@nestjs/common';
import { MeilisearchApiError, MeilisearchRequestError } from 'meilisearch';
import { Database } from '#platform';
import { documentRecords, type DocumentRecord } from '../documents.queries.js';
import { fold } from '../language/folding.js';
import { codeOf, MeilisearchClients } from './client.js';
import { indexSettings, sameSettings } from './settings.js';

/** Far below the 100 MB that a payload may have; larger ones are indexed no faster. */
const mostCharacters = 8_000_000;
/** Pauses before a write is tried again; after that the job comes back by itself. */
const pausesMs = [200, 1_000, 3_000];
/** Documents listed at a time when they are compared. */
const listed = 1_000;

/** Writing to an index of Meilisearch: documents in batches, tasks awaited, passing faults tried again. */
@Injectable()
export class MeilisearchIndex {
  constructor(
    private readonly database: Database,
    private readonly clients: MeilisearchClients,
  ) {}

  /** Makes the index with its settings, if they are not there. @returns whether it was new, so that nothing is in it */
  async ensure(uid: string): Promise<boolean> {
    const client = await this.clients.write();
    const missing = await client.getRawIndex(uid).then(
      () => false,
      (error: unknown) => {
        if (codeOf(error) === 'index_not_found') return true;
        throw error;
      },
    );
    if (missing) await this.clients.through(client.createIndex(uid, { primaryKey: 'id' }));
    const index = client.index(uid);
    if (!sameSettings(await index.getSettings())) await this.clients.through(index.updateSettings(indexSettings));
    return missing;
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
        await this.clients.through(index.addDocuments(documents.map(payloadOf)));
      });
    }
  }

  async remove(uid: string, postIds: readonly string[]): Promise<void> {
    await this.again(async () => {
      const index = (await this.clients.write()).index(uid);
      await this.clients.through(index.deleteDocuments([...postIds]));
    });
  }

  /** Every document of a board, with the hash of what it was made from. */
  async *documentsOf(uid: string, boardId: string): AsyncGenerator<{ id: string; fingerprint: string }[]> {
    const index = (await this.clients.write()).index<{ id: string; fingerprint: string }>(uid);
    for (let offset = 0; ; offset += listed) {
      const { results } = await index.getDocuments({
        filter: `boardId = "${boardId}"`,
        fields: ['id', 'fingerprint'],
        offset,
        limit: listed,
      });
      if (results.length > 0) yield results;
      if (results.length < listed) return;
    }
  }

  /** Puts one index in the place of the other, in one step that no search can notice. @returns the task to wait for */
  async swap(live: string, next: string): Promise<number> {
    const client = await this.clients.write();
    return (await client.swapIndexes([{ indexes: [live, next], rename: false }])).taskUid;
  }

  async taskSucceeded(taskUid: number): Promise<boolean> {
    const client = await this.clients.write();
    return (await client.tasks.waitForTask(taskUid, { timeout: 120_000 })).status === 'succeeded';
  }

  async drop(uid: string): Promise<void> {
    await (await this.clients.write()).deleteIndexIfExists(uid);
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
  error instanceof MeilisearchRequestError ||
  (error instanceof MeilisearchApiError && (error.response.status >= 500 || error.response.status === 429));

/** Folded here, so that both engines take the same letters for equal; nobody is ever shown this text. */
const payloadOf = (document: DocumentRecord): object => ({
  ...document,
  title: fold(document.title),
  body: fold(document.body),
  state: 'PUBLISHED',
});

function* inPayloads(documents: readonly DocumentRecord[]): Generator<DocumentRecord[]> {
  let payload: DocumentRecord[] = [];
  let characters = 0;
  for (const document of documents) {
    const size = document.body.length + document.title.length + 1_000;
    if (payload.length > 0 && characters + size > mostCharacters) {
      yield payload;
      [payload, characters] = [[], 0];
    }
    payload.push(document);
    characters += size;
  }
  if (payload.length > 0) yield payload;
}
