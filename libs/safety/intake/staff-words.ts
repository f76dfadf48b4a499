import { Injectable } from '@nestjs/common';
import { Clock, Refusal } from '#platform';
import { type Family, screenText } from '../screening/index.js';

/** What a grown-up's words to a young person must not hold, whoever the grown-up is. */
const unfit: Partial<Record<Family, string>> = {
  'PII-PHONE': 'a telephone number',
  'PII-EMAIL': 'an email address',
  'PII-HANDLE': 'an account elsewhere',
  'PII-ADDRESS': 'a place where somebody can be found',
  'PII-IDENTITY': 'something that tells who somebody is',
  OFFPLATFORM: 'a way to talk elsewhere',
  LINK: 'a link',
  PROFANITY: 'a word that hurts',
  HARASSMENT: 'a word that hurts',
  DETECTOR: 'more than can be read',
};

/**
 * Words of staff that others read at once: reasons, answers, statements, names of programs. Nobody looks at them in
 * between, so what would be held elsewhere is refused here, with what it is, and its author writes it anew. Talk about
 * harm and danger is not refused, nor what is only like something bad: "we are with you" is an answer to it.
 */
@Injectable()
export class StaffWords {
  constructor(private readonly clock: Clock) {}

  /** @throws Refusal INVALID_INPUT naming what must go */
  requireFit(field: string, text: string | null): void {
    this.require(field, text, unfit);
  }

  /** For names: what tells how to find somebody. A dot in a name is no link, and short names hold odd words by chance. */
  requireFitName(field: string, name: string): void {
    const personal = Object.entries(unfit).filter(([family]) => family.startsWith('PII-'));
    this.require(field, name, Object.fromEntries(personal));
  }

  private require(field: string, text: string | null, refused: typeof unfit): void {
    if (text === null) return;
    const { findings } = screenText({
      text,
      author: { isAdult: true },
      allowedHosts: [],
      now: this.clock.now(),
    });
    const sure = findings.filter(({ ruleId, weak }) => weak !== true && !ruleId.endsWith('.LIKENESS'));
    const found = sure.flatMap(({ family }) => refused[family] ?? []);
    const [first] = found;
    if (first) throw Refusal.invalid(field, `has ${[...new Set(found)].join(' and ')} in it: write it without`);
  }
}
