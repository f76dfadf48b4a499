import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { observeStatements } from '#platform';
import { currentScope } from '../../libs/platform/graphql/request-scope.js';
import type { Client, Data } from './client.js';

/**
 * Sent behind the answer: wake-ups, and the search index, which follows the boards' logs. And the statement that writes what
 * staff read, one for each of their operations that shows something restricted.
 */
const afterwards = /pg_notify|match_read|staff_read|search_|\bspan as|present as materialized/;

/** Runs an operation and tells what it cost. Work of others in this process is not counted. */
export async function countStatements(
  client: Client,
  document: string,
  variables: Record<string, unknown>,
): Promise<{ data: Data; statements: number }> {
  const requestId = `budget-${randomUUID()}`;
  let statements = 0;
  const stop = observeStatements((text) => {
    if (currentScope.getStore()?.requestId === requestId && !afterwards.test(text)) statements += 1;
  });
  const { data, errors } = await client.send(document, variables, { 'x-request-id': requestId });
  stop();
  if (errors) throw new Error(`${document.slice(0, 60)}: ${JSON.stringify(errors)}`);
  return { data, statements };
}

const watched = new AsyncLocalStorage<true>();

/** The statements that `work` itself sends, and no timer or job beside it. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const stop = observeStatements((text) => {
    if (watched.getStore()) statements.push(text);
  });
  await watched.run(true, work);
  stop();
  return statements;
}
