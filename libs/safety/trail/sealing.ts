import { Injectable } from '@nestjs/common';
import { Database, logger } from '#platform';
import { beforeFirst, type ChainPlace, hashOf, type LineColumns, lineAt } from './trail-line.js';
import { addSeals, chainsThatWait, findForgotten, headOf, lockChain, takeWaiting, waits } from './trail.queries.js';

/** Lines in one transaction: some 20 ms of work, so a reader who has to wait for a sealer does not notice. */
const batch = 500;
/** Lines that one look for forgotten ones passes: well below the statement timeout. */
const slice = 20_000;

/**
 * Gives the lines of the trail their places. A line is written without any lock in the transaction of what it tells; a
 * sealer then takes the lock of its chain, and what is committed and waits gets the next places by (at, id). What
 * commits later follows later: places are the order in which lines could first be seen, so they never move.
 *
 * The other way, sealing by transaction id below the oldest running one, was not taken: one long transaction anywhere on
 * the server would leave every fresh line unsealed, and transaction ids do not survive a restore from a dump.
 */
@Injectable()
export class Sealing {
  constructor(private readonly database: Database) {}

  /** Seals whatever is committed, chain by chain. */
  async sealAll(signal?: AbortSignal): Promise<void> {
    const chains = await this.database.rows<{ chain: string }>(chainsThatWait);
    for (const { chain } of chains) await this.seal(chain, { signal });
  }

  /** @param batches at most so many; a reader does not wait for the rest of a great backlog */
  async seal(
    chain: string,
    { signal, batches = Infinity }: { signal?: AbortSignal; batches?: number } = {},
  ): Promise<void> {
    for (let done = 0; done < batches && !signal?.aborted; done += 1) {
      // Lines that another sealer has taken and not yet committed still wait for us: the lock then waits for it.
      if (!(await this.database.first(waits(chain)))) return;
      await this.sealBatch(chain);
    }
  }

  /**
   * Lines that lost their place in the queue, for example by a restore that switched triggers off, are put back.
   * @returns how many there were
   */
  async findForgotten(signal?: AbortSignal): Promise<number> {
    let found = 0;
    let last: string | null = '00000000-0000-0000-0000-000000000000';
    while (last !== null && !signal?.aborted) {
      const row: { last: string | null; found: number } | null = await this.database.first(findForgotten(last, slice));
      found += row?.found ?? 0;
      last = row?.last ?? null;
    }
    return found;
  }

  private async sealBatch(chain: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.run(lockChain(chain));
      // The head is read by a statement of its own: it must see what the last holder of the lock committed.
      const head = (await tx.first<ChainPlace>(headOf(chain))) ?? beforeFirst;
      const taken = await tx.rows<LineColumns | { id: null }>(takeWaiting(chain, batch));
      const lines = taken.filter((line) => line.id !== null);
      const deleted = taken.length - lines.length;
      if (deleted > 0)
        logger.error({ chain, deleted }, 'lines of the audit trail were deleted before they were sealed');
      if (lines.length > 0) await tx.run(addSeals(chain, sealsBehind(head, lines)));
    });
  }
}

/** The seals of these lines, one behind the other. */
export function sealsBehind(
  head: ChainPlace,
  lines: readonly LineColumns[],
): { seq: number; id: string; previousHash: string; hash: string }[] {
  let { seq, hash } = head;
  return lines.map((columns) => {
    const previousHash = hash;
    seq += 1;
    hash = hashOf(lineAt(columns, seq, previousHash));
    return { seq, id: columns.id, previousHash, hash };
  });
}
