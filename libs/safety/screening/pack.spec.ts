/**
 * A rule that says something else needs another version, or the trail would name a rule that nobody can look up any more;
 * and a pack that holds other texts needs another version, or what is published would not be read again (domain 2.3).
 * `pack.json` holds what each version stands for. After a change: raise the version that the test names, then
 * `WRITE_PACK=1 npm test -- libs/safety/screening/pack`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpus } from './corpus-for-specs.js';
import { RULE_PACK_VERSION, RULES, screenText } from './index.js';
import { SUM } from './likeness/weights.js';
import { PHRASE_RULES } from './read.js';

interface Stood {
  version: number;
  says: string;
}

interface Pack {
  version: string;
  /** What it finds in the labelled messages, and the weights of the likeness score. */
  finds: string;
  rules: Record<string, Stood>;
}

const path = join(import.meta.dirname, 'pack.json');
const printOf = (what: unknown): string => createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);

function packOfNow(): Pack {
  const phrases = new Map(
    PHRASE_RULES.map(({ ruleId, text: { says, hints, unless, from, weak, visible } }) => [
      ruleId,
      { says, hints, unless, from, weak, visible },
    ]),
  );
  const rules = RULES.map(({ ruleId, version, because: _, ...rule }): [string, Stood] => [
    ruleId,
    { version, says: printOf({ ...rule, ...phrases.get(ruleId) }) },
  ]);
  const now = new Date('2026-03-01T16:00:00Z');
  const found = corpus('messages', 'extra', 'rehearsal', 'heldout', 'outside').map(({ text, authorIsAdult }) =>
    screenText({ text, author: { isAdult: authorIsAdult }, now })
      .findings.map(({ ruleId, spans }) => [ruleId, spans])
      .sort(),
  );
  return { version: RULE_PACK_VERSION, finds: printOf([found, SUM]), rules: Object.fromEntries(rules.sort()) };
}

/** What has another meaning under the version of before. */
function unraised(before: Pack, now: Pack): string[] {
  const rules = Object.entries(now.rules)
    .filter(([ruleId, { version, says }]) => {
      const stood = before.rules[ruleId];
      return stood !== undefined && stood.says !== says && stood.version >= version;
    })
    .map(([ruleId]) => ruleId);
  const isSame = before.finds === now.finds && JSON.stringify(before.rules) === JSON.stringify(now.rules);
  return isSame || before.version !== now.version ? rules : [...rules, 'RULE_PACK_VERSION'];
}

describe('the versions of the rule pack', () => {
  const before = JSON.parse(readFileSync(path, 'utf8')) as Pack;
  const now = packOfNow();

  it('are raised with every change of what they stand for', () => {
    expect(unraised(before, now)).toEqual([]);
    if (process.env['WRITE_PACK'] === '1') writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`);
    else expect(now).toEqual(before);
  });

  it('would be missed if they were not', () => {
    const [[ruleId, { version }] = ['', { version: 0 }]] = Object.entries(now.rules);
    const changed = (says: string, to: number): Pack => ({
      ...now,
      rules: { ...now.rules, [ruleId]: { version: to, says } },
    });
    expect(unraised(now, changed('other', version))).toEqual([ruleId, 'RULE_PACK_VERSION']);
    expect(unraised(now, { ...changed('other', version + 1), version: 'next' })).toEqual([]);
    expect(unraised(now, { ...now, finds: 'other' })).toEqual(['RULE_PACK_VERSION']);
    expect(unraised(now, { ...now, finds: 'other', version: 'next' })).toEqual([]);
  });
});
