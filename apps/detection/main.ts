import '../environment.js';
/**
 * `npm run detection:report -- [--words] [--most N] [--source NAME] [--rules] [--show N] [--out FILE] [--against FILE]`
 * (docs/detection.md).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { grouped, measureAll, type Measured, sharesOf, bandOf } from './measure.js';
import { outsideTexts, ownTexts, some } from './texts.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    words: { type: 'boolean', default: false },
    most: { type: 'string', default: '100000' },
    source: { type: 'string', default: '' },
    rules: { type: 'boolean', default: false },
    show: { type: 'string', default: '0' },
    out: { type: 'string' },
    against: { type: 'string' },
  },
});

const texts = [...grouped([...outsideTexts(), ...ownTexts()], ({ source, author }) => `${source} ${author}`).values()]
  .flatMap((group) => some(group, Number(values.most)))
  .filter(({ source }) => source.startsWith(values.source));
const started = performance.now();
const results = await measureAll(texts, values.words);
say(`${String(results.length)} texts in ${((performance.now() - started) / 1000).toFixed(1)} s`);

function table(title: string, keyOf: (item: Measured) => string, items = results): void {
  say(`\n${title}`);
  const rows = [...grouped(items, keyOf)].sort(([one], [other]) => one.localeCompare(other));
  for (const [key, group] of rows) {
    const { texts: count, withheld, alerted, readSoon, heard, helped } = sharesOf(group);
    say(
      `${key.padEnd(52)} n ${String(count).padStart(5)}  held ${withheld.padStart(5)}  P0+P1 ${alerted.padStart(5)}  soon ${readSoon.padStart(5)}  heard ${heard.padStart(5)}  help ${helped.padStart(5)}`,
    );
  }
}

table('by source, author and label', ({ source, author, label }) =>
  [source, author, label.startsWith('escalate') ? 'escalate' : label].join(' '),
);
const ordinary = results.filter(({ label }) => label === 'pass');
table('ordinary talk by length', ({ text, language }) => `${language} ${bandOf(text).padStart(10)}`, ordinary);
if (values.rules) {
  const byRule = grouped(
    ordinary.flatMap((item) => item.rules.map((rule) => ({ rule, item }))),
    ({ rule }) => rule,
  );
  for (const [rule, hits] of [...byRule].sort(([, one], [, other]) => other.length - one.length)) {
    say(`${rule.padEnd(40)} ${String(hits.length)}`);
    for (const { item } of hits.slice(0, Number(values.show))) {
      say(`      ${item.source} ${item.author}: ${item.text.slice(0, 160).replaceAll('\n', ' ')}`);
    }
  }
}
const asKept = ({ source, author, text, withheld, priority, rules }: Measured): string =>
  JSON.stringify({ source, author, text, withheld, priority, rules });
if (values.against !== undefined) {
  const before = new Set(readFileSync(values.against, 'utf8').split('\n'));
  const changed = results.map(asKept).filter((line) => !before.has(line));
  say(`\n${String(changed.length)} texts judged otherwise than in ${values.against}`);
  for (const line of changed) say(line);
}
if (values.out !== undefined) writeFileSync(values.out, results.map(asKept).join('\n'));
const times = results.map(({ ms }) => ms).sort((one, other) => one - other);
const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
say(`\nlatency ms: median ${at(0.5)}, 99 % ${at(0.99)}`);
process.exit(0);
