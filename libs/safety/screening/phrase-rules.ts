/** Rules that are made of phrases. A family file lists them as data; `findPhrases` runs all of them over one stream. */
import type { Family, Priority, RuleDoc, SupportTopic } from './contract.js';
import { type Phrase, phrase } from './pattern/language.js';
import { matchPhrase, type TokenRange } from './pattern/match.js';
import type { Occurrences } from './pattern/occurrences.js';

export interface PhraseRuleText {
  ruleId: string;
  family: Family;
  version: number;
  priority: Priority;
  category: string;
  /** The reason, with its source. */
  because: string;
  topic?: SupportTopic;
  /** Counted per pair, holds nothing by itself. */
  weak?: boolean;
  /** Only when an adult, or only when a young person, is the author. */
  from?: 'ADULT' | 'YOUTH';
  says: readonly string[];
  /** A match that overlaps one of these is not meant. */
  unless?: readonly string[];
}

export interface PhraseRule extends RuleDoc {
  text: PhraseRuleText;
  says: readonly Phrase[];
  unless: readonly Phrase[];
}

export interface PhraseHit {
  rule: PhraseRuleText;
  range: TokenRange;
}

export function phraseRules(...texts: PhraseRuleText[]): PhraseRule[] {
  return texts.map((text) => ({
    ruleId: text.ruleId,
    family: text.family,
    version: text.version,
    priority: text.priority,
    category: text.category,
    because: text.because,
    text,
    says: text.says.flatMap(eitherOrder).map(phrase),
    unless: (text.unless ?? []).flatMap(eitherOrder).map(phrase),
  }));
}

/** `a <6> b` stands for `a ..6 b` and `b ..6 a`: two ideas near each other, whichever comes first. */
function eitherOrder(written: string): string[] {
  const [first, distance, second] = written.split(/ <([0-9]+)> /);
  if (first === undefined || distance === undefined || second === undefined) return [written];
  return [`${first} ..${distance} ${second}`, `${second} ..${distance} ${first}`];
}

export function findPhrases(rules: readonly PhraseRule[], authorIsAdult: boolean, seen: Occurrences): PhraseHit[] {
  return rules
    .filter(({ text }) => text.from === undefined || (text.from === 'ADULT') === authorIsAdult)
    .flatMap((rule) => hitsOf(rule, seen));
}

function hitsOf(rule: PhraseRule, seen: Occurrences): PhraseHit[] {
  const matches = rule.says.flatMap((each) => matchPhrase(each, seen));
  if (matches.length === 0) return [];
  const excused = rule.unless.flatMap((each) => matchPhrase(each, seen));
  const meant = matches.filter((match) => !excused.some((excuse) => excuse.from < match.to && match.from < excuse.to));
  return meant.map((range) => ({ rule: rule.text, range }));
}
