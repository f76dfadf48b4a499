import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { Config } from '../config.js';
import { Refusal } from '../errors.js';
import { logger } from '../logging.js';

/** Something that answers SQL: the pool, or one open transaction. */
export interface Queryable {
  /** All rows, as plain objects with the statement's column names. */
  rows<Row extends object>(statement: Sql): Promise<Row[]>;
  /** The first row, or null. */
  first<Row extends object>(statement: Sql): Promise<Row | null>;
  /** Runs a statement for its effect. @returns the number of rows it changed or returned */
  run(statement: Sql): Promise<number>;
  /**
   * Runs a statement of which nobody needs an answer. In a transaction it is only sent: the next one goes out right behind
   * it, and if it fails, so does the first answer that is waited for after it, or the commit.
   */
  send(statement: Sql): Promise<void>;
}

// 64-bit integers (counters, sequences) stay far below 2^53 here, so they are plain numbers; dates without a time stay text.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Every statement is prepared under the hash of its text; texts come from code alone, so their number is finite. */
const statementNames = new Map<string, string>();
const mostStatementNames = 2_000;

function nameOf(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known) return known;
  if (statementNames.size >= mostStatementNames) return undefined;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
  statementNames.set(text, name);
  return name;
}

/** A statement as PostgreSQL takes it: `$1` and so on in its text, and what they stand for. */
export interface NumberedSql {
  text: string;
  values: unknown[];
}

function query<Row extends object>(client: pg.Pool | pg.PoolClient, statement: Sql): Promise<pg.QueryResult<Row>> {
  return queryNumbered(client, numbered(statement));
}

async function queryNumbered<Row extends object>(
  client: pg.Pool | pg.PoolClient,
  { text, values }: NumberedSql,
): Promise<pg.QueryResult<Row>> {
  const name = nameOf(text);
  for (const listener of statementListeners) listener(text);
  return client.query<Row>({ ...(name ? { name } : {}), text, values, types });
}

/** Text with its parameters numbered. A list that stands in it ten times, like the keys of the viewer, travels once. */
function numbered(statement: Sql): NumberedSql {
  let text = statement.strings[0] ?? '';
  const values: unknown[] = [];
  const lists = new Map<unknown, number>();
  statement.values.forEach((value, at) => {
    let number = lists.get(value);
    if (number === undefined) {
      number = values.push(value);
      if (Array.isArray(value)) lists.set(value, number);
    }
    text += `$${number}${statement.strings[at + 1] ?? ''}`;
  });
  return { text, values };
}

const statementListeners = new Set<(text: string) => void>();

/** Tells every statement that is sent; the query-budget law counts with it. @returns stops the telling */
export function observeStatements(listener: (text: string) => void): () => void {
  statementListeners.add(listener);
  return () => statementListeners.delete(listener);
}

/** One open transaction. Hand it to everything that must happen together: rows, jobs, events, audit. */
export class Transaction implements Queryable {
  /** @internal steps to take once it is committed, and only then */
  readonly afterCommit: (() => void)[] = [];
  /** Statements on their way that nobody waits for by themselves. */
  #sent: Promise<unknown>[] = [];
  #last: { lock: string; statement: Sql }[] = [];

  /** The connection must send each statement as it comes (`pipeline`); PostgreSQL answers in the same order. */
  constructor(private readonly client: pg.PoolClient) {
    this.#leave(client.query('begin'));
  }

  async rows<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await this.#answer(query<Row>(this.client, statement))).rows;
  }

  async first<Row extends object>(statement: Sql): Promise<Row | null> {
    return (await this.#answer(query<Row>(this.client, statement))).rows[0] ?? null;
  }

  async run(statement: Sql): Promise<number> {
    return (await this.#answer(query(this.client, statement))).rowCount ?? 0;
  }

  send(statement: Sql): Promise<void> {
    this.#leave(query(this.client, statement));
    return Promise.resolve();
  }

  /**
   * Keeps a statement that takes a lock for which many wait, until the commit: both go out together, so the lock is held
   * for what PostgreSQL does, and never for our way to it and back.
   * @param lock names what it locks: locks are taken in the order of their names, so no two transactions wait in a circle
   */
  sendLast(lock: string, statement: Sql): void {
    this.#last.push({ lock, statement });
  }

  /** @internal */
  async commit(): Promise<void> {
    const last = this.#last.sort((one, other) => (one.lock < other.lock ? -1 : one.lock > other.lock ? 1 : 0));
    for (const { statement } of last) this.#leave(query(this.client, statement));
    await this.#answer(this.client.query('commit'));
  }

  #leave(sent: Promise<unknown>): void {
    sent.catch(() => undefined); // told by the next answer
    this.#sent.push(sent);
  }

  /** A statement that failed on its way ended the transaction: it is the reason, not what came after it. */
  async #answer<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const sent = this.#sent;
    this.#sent = [];
    const [given, ...before] = await Promise.allSettled([answer, ...sent]);
    const failed = before.find((each) => each.status === 'rejected') ?? given;
    if (failed.status === 'rejected') throw failed.reason;
    return failed.value;
  }
}

/** PostgreSQL errors after which the same transaction, run again from its start, may succeed: serialisation, deadlock. */
const runAgain = new Set(['40001', '40P01']);
const mostRuns = 4;

/** A server that has gone away does not say goodbye. */
const mostFarewellMs = 1_000;

const connectionLost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Whether the database is away or has no room, as opposed to having refused what was asked. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (connectionLost.has(code) || code.startsWith('08') || code.startsWith('57P') || code === '53300') return true;
  const message = error instanceof Error ? error.message : '';
  return (
    message.startsWith('timeout exceeded when trying to connect') ||
    message.startsWith('Connection terminated') ||
    message.startsWith('Query read timeout') ||
    message.startsWith('Client has encountered a connection error')
  );
}

/** Whether a unique constraint (by name, where given) refused the row. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  return (
    codeOf(error) === '23505' &&
    (constraint === undefined || (error as { constraint?: string }).constraint === constraint)
  );
}

/** The way to PostgreSQL: one pool, prepared statements, transactions. */
@Injectable()
export class Database implements Queryable, OnApplicationShutdown {
  readonly pool: pg.Pool;

  constructor(@Inject(Config) config: Config) {
    this.pool = new pg.Pool({
      connectionString: config.values.DATABASE_URL,
      max: config.values.DATABASE_POOL,
      // Also how long a request waits for a free connection: a burst of two hundred writes is no reason to refuse one.
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
      // A generic plan each time: the planner's own choice after five runs cost 30 % on the hot read (measured).
      options:
        '-c plan_cache_mode=force_generic_plan -c statement_timeout=8000 -c idle_in_transaction_session_timeout=15000',
      application_name: 'porchlight',
      keepAlive: true,
      // Statements of a transaction go out one behind the other, without waiting for answers that nobody needs.
      pipeline: true,
    });
    // A connection dropped while idle must not end the process; the pool has already thrown it away.
    // Nor must one that breaks in use: whoever uses it is told by the statement that fails.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.pool.on('error', (error) => logger.warn({ reason: error.message }, 'an idle database connection was lost'));
  }

  async rows<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await query<Row>(this.pool, statement)).rows;
  }

  /** For a library that writes its own SQL. */
  async rowsOf<Row extends object>(statement: NumberedSql): Promise<Row[]> {
    return (await queryNumbered<Row>(this.pool, statement)).rows;
  }

  async first<Row extends object>(statement: Sql): Promise<Row | null> {
    return (await query<Row>(this.pool, statement)).rows[0] ?? null;
  }

  async run(statement: Sql): Promise<number> {
    return (await query(this.pool, statement)).rowCount ?? 0;
  }

  async send(statement: Sql): Promise<void> {
    await query(this.pool, statement);
  }

  /**
   * Runs the story in one transaction (READ COMMITTED) and commits. Throwing rolls back and nothing has happened.
   * After a deadlock or serialisation failure the story is told again from its start, four times at most.
   */
  async transaction<Result>(story: (tx: Transaction) => Promise<Result>): Promise<Result> {
    for (let run = 1; ; run += 1) {
      try {
        return await this.once(story);
      } catch (error) {
        if (!runAgain.has(codeOf(error)) || run >= mostRuns) throw error;
      }
    }
  }

  private async once<Result>(story: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const lost = (error: Error): void => {
      broken = error;
    };
    client.on('error', lost);
    try {
      const tx = new Transaction(client);
      const result = await story(tx);
      await tx.commit();
      for (const step of tx.afterCommit) step();
      return result;
    } catch (error) {
      if (!(error instanceof Refusal) && isUnavailable(error)) broken ??= error as Error;
      if (!broken) await client.query('rollback').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.off('error', lost);
      client.release(broken);
    }
  }

  /** Also waits until the server has let the connections go: it may be our own, and stops next. */
  async onApplicationShutdown(): Promise<void> {
    let open = this.pool.totalCount;
    const gone = new Promise<void>((resolve) => {
      if (open === 0) resolve();
      this.pool.on('remove', () => (open -= 1) === 0 && resolve());
      setTimeout(resolve, mostFarewellMs).unref();
    });
    await this.pool.end();
    await gone;
  }
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `insert into table (columns) values (…)` from a row with camelCase names; `undefined` values are left to the default. */
export function insertInto(table: string, row: Record<string, unknown>): Sql {
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const columns = raw(given.map(([name]) => `"${snake(name)}"`).join(', '));
  return sql`insert into ${raw(`"${table}"`)} (${columns}) values (${join(given.map(([, value]) => value))})`;
}

/** `column = value, …` for an update, from an object with camelCase names; `undefined` values are left as they are. */
export function assignments(values: Record<string, unknown>): Sql {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return join(given.map(([name, value]) => sql`${raw(`"${snake(name)}"`)} = ${value}`));
}

export { sql, join, raw, type Sql };
