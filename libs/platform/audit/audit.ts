import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { insertInto, type Transaction } from '../database/database.js';
import { currentScope } from '../graphql/request-scope.js';
import { Ids } from '../ids.js';

/** One line of the trail (domain 2.10). Ids, codes and offsets only: never a text that somebody wrote. */
export interface AuditEntry {
  /** What was done, past tense, dotted: `session.replayed`, `post.approved`. */
  action: string;
  /** Null where the system acts by itself. */
  actorId?: string | null;
  actorRole?: string | null;
  /** The program whose chain the line belongs to; null for what concerns no single program. */
  programId?: string | null;
  targetType: string;
  targetId: string;
  revisionId?: string | null;
  fromState?: string | null;
  toState?: string | null;
  /** Rules with version that moved an automatic step: `PII-PHONE.NANP@3`. */
  ruleIds?: readonly string[];
  reasonCode?: string | null;
  /** Absent: the request that is being answered, if any. */
  requestId?: string | null;
  /** Further codes, counts and offsets; no text. */
  facts?: Record<string, string | number | boolean | null | readonly string[]>;
}

/**
 * Writes the trail, in the transaction of what it tells: a change without its line, or a line without its change,
 * cannot exist. The table refuses update, delete and truncate; `safety` seals it into a hash chain and shows it.
 */
@Injectable()
export class Audit {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async write(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.send(
      insertInto('audit_event', {
        id: this.ids.next(),
        at: this.clock.now(),
        action: entry.action,
        actorId: entry.actorId ?? null,
        actorRole: entry.actorRole ?? null,
        programId: entry.programId ?? null,
        targetType: entry.targetType,
        targetId: entry.targetId,
        revisionId: entry.revisionId ?? null,
        fromState: entry.fromState ?? null,
        toState: entry.toState ?? null,
        ruleIds: entry.ruleIds ?? [],
        reasonCode: entry.reasonCode ?? null,
        requestId: entry.requestId ?? currentScope.getStore()?.requestId ?? null,
        facts: JSON.stringify(entry.facts ?? {}),
      }),
    );
  }
}
