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
  /** Read soon while the text is visible, never withheld. */
  visible?: boolean;
  /** Only when an adult, or only when a young person, is the author. */
  from?: 'ADULT' | 'YOUTH';
  says: readonly string[];
  /** Also said in ordinary talk: they count only where the likeness score agrees (docs/detection.md). */
  hints?: readonly string[];
  /** A match that overlaps one of these is not meant. */
  unless?: readonly string[];
}

export interface PhraseRule extends RuleDoc {
  text: PhraseRuleText;
  says: readonly Phrase[];
  hints: readonly Phrase[];
  unless: readonly Phrase[];
}

export interface PhraseHit {
  rule: PhraseRuleText;
  range: TokenRange;
  isHint: boolean;
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
    hints: (text.hints ?? []).flatMap(eitherOrder).map(phrase),
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
  const matches = (phrases: readonly Phrase[], isHint: boolean): PhraseHit[] =>
    phrases.flatMap((each) => matchPhrase(each, seen)).map((range) => ({ rule: rule.text, range, isHint }));
  const hits = [...matches(rule.says, false), ...matches(rule.hints, true)];
  if (hits.length === 0) return [];
  const excused = rule.unless.flatMap((each) => matchPhrase(each, seen));
  return hits.filter(({ range }) => !excused.some((excuse) => excuse.from < range.to && range.from < excuse.to));
}
