import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database } from '#platform';
import { Sealing } from './sealing.js';
import { lineAt, siteChain, trailFormat } from './trail-line.js';
import { TrailVerification } from './verification.js';

/**
 * A whole chain as text, one JSON object a line: a header, then every line of the trail with its hash, in order. That is
 * all that is needed to check it; `apps/audit/exported-file.ts` does, and so can anybody with SHA-256 and RFC 8785.
 */
@Injectable()
export class TrailExport {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly sealing: Sealing,
    private readonly verification: TrailVerification,
  ) {}

  /** What is broken is exported as it stands; the check of the file will say where. The export is told to the trail first. */
  async *of(chain: string): AsyncGenerator<string> {
    const programId = chain === siteChain ? null : chain;
    await this.database.transaction((tx) =>
      this.audit.write(tx, { action: 'trail.exported', programId, targetType: 'Program', targetId: chain }),
    );
    await this.sealing.seal(chain);
    const head = await this.verification.head(chain);
    const exportedAt = this.clock.now().toISOString();
    yield text({ format: trailFormat, programId, exportedAt, lines: head.seq, headHash: head.hash });
    for await (const lines of this.verification.lines(chain)) {
      for (const { line, seq, previousHash, hash } of lines) {
        if (seq > head.seq) return;
        yield text(
          line ? { ...lineAt(line, seq, previousHash), hash } : { format: trailFormat, seq, previousHash, hash },
        );
      }
    }
  }
}

const text = (value: object): string => `${JSON.stringify(value)}\n`;
