import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from './clock.js';
import { Database, type Queryable, sql, type Transaction } from './database/database.js';
import { Refusal } from './errors.js';
import { isStorableText } from './text.js';

/** Longest key a client may choose. A UUID fits, a whole text does not. */
const longestKey = 128;

export interface IdempotentCall {
  accountId: string;
  /** The mutation's name: a key is unique per account and operation. */
  operation: string;
  key: string | null | undefined;
  /** The whole input; a second call with the same key and another input is refused. */
  input: object;
}

const hashOf = (input: object): Buffer => createHash('sha256').update(stable(input)).digest();

/** JSON with sorted keys, so the order in which a client writes its fields does not matter. */
function stable(value: unknown): string {
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object' || value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${stable(field)}`).join(',')}}`;
}

/**
 * Makes a mutation safe to repeat. The key's row is part of the mutation's own transaction: a twin that runs at the same
 * time waits on it and then reads its result; after a crash either both the change and the row exist, or neither.
 * Rows are kept for 48 hours (`idempotency.expired` job).
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /**
   * The id of what a finished call with this key made, or null. For asking before anything else is checked: what once
   * succeeded is answered again even if a rule would refuse it by now.
   * @throws Refusal IDEMPOTENCY_KEY_REUSED, or INVALID_INPUT for a key that is none
   */
  async find(call: IdempotentCall): Promise<string | null> {
    if (call.key == null) return null;
    requireKey(call.key);
    return this.earlier(this.database, call, hashOf(withoutKey(call.input)));
  }

  /**
   * Claims the key. Call first in the transaction.
   * @returns the id of the object that an earlier call made, or null: then make it and call `keep`
   * @throws Refusal IDEMPOTENCY_KEY_REUSED, or INVALID_INPUT for a key that is empty, over 128 characters or no valid text
   */
  async claim(tx: Transaction, call: IdempotentCall): Promise<string | null> {
    if (call.key == null) return null;
    requireKey(call.key);
    const hash = hashOf(withoutKey(call.input));
    const claimed = await tx.run(sql`
      insert into idempotency (account_id, operation, key, input_hash, created_at)
      values (${call.accountId}, ${call.operation}, ${call.key}, ${hash}, ${this.clock.now()})
      on conflict do nothing`);
    return claimed === 1 ? null : this.earlier(tx, call, hash);
  }

  /** Stores what the call made. Call last in the transaction, with the key given to `claim`. */
  async keep(tx: Transaction, call: IdempotentCall, resultId: string): Promise<void> {
    if (call.key == null) return;
    await tx.send(sql`
      update idempotency set result_id = ${resultId}
      where account_id = ${call.accountId} and operation = ${call.operation} and key = ${call.key}`);
  }

  /**
   * Claim, make, keep. @returns the id of the object that this call, or its earlier twin, made
   * @throws Refusal as `claim` does
   */
  async once(tx: Transaction, call: IdempotentCall, make: () => Promise<string>): Promise<string> {
    const earlier = await this.claim(tx, call);
    if (earlier) return earlier;
    const made = await make();
    await this.keep(tx, call, made);
    return made;
  }

  private async earlier(queryable: Queryable, call: IdempotentCall, hash: Buffer): Promise<string | null> {
    const row = await queryable.first<{ inputHash: Buffer; resultId: string | null }>(sql`
      select input_hash as "inputHash", result_id as "resultId" from idempotency
      where account_id = ${call.accountId} and operation = ${call.operation} and key = ${call.key}`);
    if (!row) return null;
    if (!row.inputHash.equals(hash)) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
    return row.resultId;
  }
}

function requireKey(key: string): void {
  if (key.length < 1 || key.length > longestKey) {
    throw Refusal.invalid('idempotencyKey', `must have 1 to ${longestKey} characters`);
  }
  if (!isStorableText(key)) throw Refusal.invalid('idempotencyKey', 'is not valid Unicode text');
}

const withoutKey = (input: object): object => ({ ...input, idempotencyKey: null });
