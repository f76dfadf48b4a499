import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, logger } from '#platform';
import { beforeFirst, type ChainPlace, type SealedLine, siteChain, walk } from './trail-line.js';
import {
  allChains,
  brokenAnchor,
  headOf,
  linesBehind,
  placeAt,
  sealedFrom,
  type SealedRecord,
  storeVerification,
  type Verification,
  verificationOf,
} from './trail.queries.js';

/** Lines hashed at a time: ten milliseconds in which nobody else's request turns. */
const batch = 1_000;
/** Lines that are hashed again at each reading of the trail: a small chain whole, of a great one the newest. */
const linesPerReading = 5_000;

export interface ChainReport {
  chain: string;
  head: ChainPlace;
  /** First place that does not fit; null: the chain is whole. */
  broken: number | null;
}

/** Tells whether the trail is still what was written. */
@Injectable()
export class TrailVerification {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Every line of every chain; the outcome is stored, told to the log, and anchored in the site's own chain. */
  async verifyAll(signal?: AbortSignal): Promise<ChainReport[]> {
    const reports: ChainReport[] = [];
    for (const { chain } of await this.database.rows<{ chain: string }>(allChains)) {
      const report = await this.verify(chain, signal);
      if (!report) break;
      reports.push(report);
      await this.record(report);
    }
    return reports;
  }

  /** Every line of one chain from its first. @returns null if it was told to stop before the end */
  async verify(chain: string, signal?: AbortSignal): Promise<ChainReport | null> {
    const known = await this.known(chain);
    const head = await this.head(chain);
    const end = await this.walkOn(chain, beforeFirst, { signal });
    if (signal?.aborted) return null;
    const broken = end.broken ?? (await this.brokenMemory(chain, known, head));
    return { chain, head: end.reached, broken };
  }

  /**
   * What can be said at once: nothing was found broken, the place up to which it was last whole is unchanged, and the
   * newest lines (of a small chain all) are whole.
   */
  async verifyNewest(chain: string): Promise<boolean> {
    const known = await this.known(chain);
    const head = await this.head(chain);
    if (known?.brokenSeq != null || (await this.brokenMemory(chain, known, head)) !== null) return false;
    const from = await this.place(chain, Math.max(0, head.seq - linesPerReading));
    if (!from) return false;
    return (await this.walkOn(chain, from, {})).broken === null;
  }

  known(chain: string): Promise<Verification | null> {
    return this.database.first<Verification>(verificationOf(chain));
  }

  async head(chain: string): Promise<ChainPlace> {
    return (await this.database.first<ChainPlace>(headOf(chain))) ?? beforeFirst;
  }

  /** The lines of a chain in order, from the first. */
  async *lines(chain: string, from: ChainPlace = beforeFirst): AsyncGenerator<SealedLine[]> {
    for (let { seq } = from; ;) {
      const records = await this.database.rows<SealedRecord>(linesBehind(chain, seq, batch));
      if (records.length > 0) yield records.map(sealedFrom);
      if (records.length < batch) return;
      seq = records.at(-1)?.seq ?? seq;
    }
  }

  private async walkOn(
    chain: string,
    from: ChainPlace,
    { signal }: { signal?: AbortSignal },
  ): Promise<{ reached: ChainPlace; broken: number | null }> {
    let reached = from;
    for await (const lines of this.lines(chain, from)) {
      const step = walk(reached, lines);
      if (step.broken !== null || signal?.aborted) return step;
      reached = step.reached;
    }
    return { reached, broken: null };
  }

  /** A chain that was cut or written anew is whole in itself, and not what is remembered of it. */
  private async brokenMemory(chain: string, known: Verification | null, head: ChainPlace): Promise<number | null> {
    if (known && known.seq > head.seq) return head.seq + 1;
    if (known && (await this.place(chain, known.seq))?.hash !== known.hash) return known.seq;
    return (await this.database.first<{ seq: number }>(brokenAnchor(chain)))?.seq ?? null;
  }

  private async place(chain: string, seq: number): Promise<ChainPlace | null> {
    return seq === 0 ? beforeFirst : this.database.first<ChainPlace>(placeAt(chain, seq));
  }

  /** The log line is the anchor outside the database: who keeps logs elsewhere can prove what the chain was that day. */
  private async record({ chain, head, broken }: ChainReport): Promise<void> {
    const place = { chain, seq: head.seq, hash: head.hash };
    if (broken === null) logger.info(place, 'audit chain verified');
    else logger.error({ ...place, broken }, 'audit chain is broken');
    if (head.seq === 0 && broken === null) return;
    await this.database.transaction(async (tx) => {
      await tx.run(storeVerification(chain, head, broken, this.clock.now()));
      const target = { targetType: 'Program', targetId: chain };
      if (broken !== null) {
        const programId = chain === siteChain ? null : chain;
        await this.audit.write(tx, { action: 'chain.broken', programId, ...target, facts: { seq: broken } });
      } else if (chain !== siteChain) {
        const { seq, hash } = head;
        await this.audit.write(tx, { action: 'chain.verified', programId: null, ...target, facts: { seq, hash } });
      }
    });
  }
}
