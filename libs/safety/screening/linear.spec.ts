/**
 * 20,000 characters of anything in time that grows with its length alone, and no regular expression that backtracks. The clock runs in a plain
 * process of its own: inside the test runner every global is looked up through a proxy, which triples the time.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { type CorpusFile, corpus } from './corpus-for-specs.js';
import { LONGEST_TEXT } from './index.js';

/** Five times the budget of domain 2.3: it is `npm run bench` that times, this catches a blow-up on any machine. */
const BUDGET_MS = 250;
/** The quickest of so many runs counts, in processor time: other work on the machine must not fail the suite. */
const MOST_RUNS = 30;
const FOLDER = import.meta.dirname;
const SOURCES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
);

const UNITS = (
  'a|1|0|1 |(((|(|at |at dot |i |i want to die |my mum |die |<|<a|<b>|&#50;|z\u0337|𝟐|👻|@|a@|a.|.|a@b.|202-|555 0143 |fuck |f*|*|a* |one |double |oh |x y z |' +
  'k i l l m e |_|a_b|http://|www.a.|/|///a.|12:|1,|1.|-|1-|а|аa|\n|send me a pic |you |$|!|0x|abcdef0|Aa1|%41|=|+|1+|what3words |gmail |my insta is |backwards 123 |no one | '
).split('|');

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) % below;
}

/** One after another, as in the longest post that somebody could paste together. */
function everyMessage(...files: CorpusFile[]): string {
  const texts = corpus(...files).map(({ text }) => text);
  return texts.join('. ').slice(0, LONGEST_TEXT);
}

function mixtures(): [string, string][] {
  const next = numbers(7);
  const words =
    'i my you mum die want to kill send pic me at dot 202 five oh tell nobody secret home alone school knife cut no will not the we he hit hurt feel if u snap'.split(
      ' ',
    );
  const made = (length: number, one: () => string, between = ''): string =>
    Array.from({ length }, one).join(between).slice(0, LONGEST_TEXT);
  return [
    ['messages that are grave', everyMessage('messages', 'heldout', 'outside')],
    ['messages of every day', everyMessage('everyday', 'broad')],
    ['words of every family', made(6000, () => words[next(words.length)] ?? '', ' ')],
    ['printable noise', made(LONGEST_TEXT, () => String.fromCharCode(32 + next(95)))],
    ['noise of all scripts', made(LONGEST_TEXT, () => String.fromCharCode(next(0xd7ff)))],
    ['distinct unknown words', made(3000, () => made(7, () => String.fromCharCode(97 + next(26))), ' ')],
    ['one endless word', made(LONGEST_TEXT, () => String.fromCharCode(97 + next(26)))],
    ['single letters', made(LONGEST_TEXT / 2, () => String.fromCharCode(97 + next(26)), ' ')],
  ];
}

const CLOCK = `
import { readFileSync } from 'node:fs';
import { screenText } from './index.js';
const quickest = (text) => {
  let best = Infinity;
  for (let run = 0; run < ${String(MOST_RUNS)} && best >= ${String(BUDGET_MS)}; run += 1) {
    const started = process.threadCpuUsage();
    screenText({ text, author: { isAdult: true }, now: new Date(0) });
    const { user, system } = process.threadCpuUsage(started);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
};
const texts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (let run = 0; run < 20; run += 1) quickest('warm up: i want to see what you are made of, 202 and so on');
console.log(JSON.stringify(texts.map(quickest)));
`;

/** Milliseconds that each text takes, measured outside the test runner. */
function clocked(texts: readonly string[]): number[] {
  const cache = join(FOLDER, '../../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'screening-'));
  try {
    for (const name of SOURCES) {
      const { code } = transformFileSync(join(FOLDER, name), {
        swcrc: false,
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      });
      const target = join(folder, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'clock.js'), CLOCK);
    writeFileSync(join(folder, 'texts.json'), JSON.stringify(texts));
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'clock.js'), join(folder, 'texts.json')], {
      encoding: 'utf8',
      env: {},
    });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as number[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('hostile text', () => {
  it('takes no longer than the budget, whatever it is', () => {
    const repeats = UNITS.map((unit): [string, string] => [
      JSON.stringify(unit),
      unit.repeat(LONGEST_TEXT).slice(0, LONGEST_TEXT),
    ]);
    const all = [...repeats, ...mixtures()];
    const times = clocked(all.map(([, text]) => text));
    const slowest = all
      .map(([name], at) => ({ name, took: times[at] ?? Infinity }))
      .sort((one, other) => other.took - one.took);
    process.stdout.write(
      `screening, slowest: ${slowest
        .slice(0, 3)
        .map(({ name, took }) => `${name} ${took.toFixed(0)} ms`)
        .join(', ')}\n`,
    );
    expect(slowest.filter(({ took }) => took >= BUDGET_MS)).toEqual([]);
  }, 120_000);
});

describe('the regular expressions of this folder', () => {
  const found = new Set(SOURCES.flatMap((name) => literalsIn(readFileSync(join(FOLDER, name), 'utf8'))));

  it('are all provably safe from catastrophic backtracking', () => {
    const unsafe = [...found].filter((literal) => {
      const end = literal.lastIndexOf('/');
      return checkSync(literal.slice(1, end), literal.slice(end + 1)).status !== 'safe';
    });
    expect(found.size).toBeGreaterThan(50);
    expect(unsafe).toEqual([]);
  }, 120_000);
});

function literalsIn(source: string): string[] {
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) literals.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
  return literals;
}
