import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { openSchema } from '#platform';
import { history } from '../../apps/features.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';

/** Rules of squawk that do not hold here, each with its reason. `steps` limits a waiver to those steps. */
const waivers: { rule: string; reason: string; steps?: string[] }[] = [
  {
    rule: 'prefer-bigint-over-int',
    reason:
      'our ids are UUIDs; int is for numbers within one thing (posts of a thread, depth, version) that stay far below 2^31',
  },
  { rule: 'prefer-bigint-over-smallint', reason: 'smallint is for small fixed scales, like how deep a reply stands' },
  {
    rule: 'require-statement-timeout',
    reason: 'building an index on a large table may take long; only the wait for a lock must be short, and it is',
  },
  {
    rule: 'require-concurrent-index-creation',
    reason: 'drafts are few, and the index holds those of returned posts alone: it is built in a moment',
    steps: ['20261123_03_review'],
  },
  ...['require-concurrent-index-creation', 'require-concurrent-index-deletion'].map((rule) => ({
    rule,
    reason: 'notices to leads are few: the index is built in a moment',
    steps: ['20261129_14_roles'],
  })),
  {
    rule: 'ban-drop-not-null',
    reason: 'a server of the release before finds no thread for such an event, and passes over it',
    steps: ['20261125_10_board_events'],
  },
];

interface Finding {
  rule_name: string;
  line: number;
  message: string;
}

describe('the SQL of the migrations', () => {
  let database: TestDatabase;
  let orm: Awaited<ReturnType<typeof openSchema>>;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    orm = await openSchema(database.url, history);
  });

  afterAll(async () => {
    await orm.close(true);
    await database.drop();
  });

  it.each(history.steps.map((step) => step.name))('%s can run beside a busy site (squawk)', async (name) => {
    const step = history.steps.find((candidate) => candidate.name === name);
    if (!step) throw new Error(name);
    const migration = new step.class(orm.em.getDriver(), orm.config);
    await migration.up();
    // `migrate` sets the timeout on its connections, so no step has to.
    const statements = [`set lock_timeout = '5s'`, ...migration.getQueries().map(String)];
    const text = statements.map((statement) => `${statement};`).join('\n');
    const findings = lint(text).filter(
      ({ rule_name: rule }) =>
        !waivers.some((waiver) => waiver.rule === rule && (waiver.steps ?? [name]).includes(name)),
    );
    expect(findings.map(({ rule_name, line, message }) => `${rule_name} (line ${line}): ${message}`)).toEqual([]);
  });
});

/** squawk comes as a program in its npm package; nothing is fetched. */
function lint(text: string): Finding[] {
  const program = createRequire(import.meta.url).resolve('squawk-cli/js/bin/squawk');
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [
      program,
      '--reporter=json',
      '--assume-in-transaction',
      '--pg-version=15.0',
      '--stdin-filepath=step.sql',
      '--no-error-on-unmatched-pattern',
    ],
    { input: text, encoding: 'utf8' },
  );
  if (error) throw error;
  if (!stdout.trim().startsWith('[')) throw new Error(`squawk did not answer: ${stderr || stdout}`);
  return JSON.parse(stdout) as Finding[];
}
