import { dayIn } from '#platform';
import { ReasonCode } from '../safety.types.js';
import { SanctionKind, SanctionScope } from './sanctions.types.js';

/** Everybody may object to a measure for six months (DSA Art. 20(1), as for decisions). */
export const appealDays = 183;

const rules: Readonly<Record<ReasonCode, string>> = {
  OK: '',
  PERSONAL_INFORMATION: 'We do not share what tells who or where somebody is.',
  OFF_PLATFORM: 'We talk and meet only where the program can look after everybody.',
  UNKIND: 'We are kind to each other.',
  UNSAFE: 'Everybody has to be safe here.',
  SPAM: 'We do not send the same or useless things again and again.',
  OTHER: 'We keep to what we agreed when we joined.',
};

export interface StatedMeasure {
  kind: SanctionKind;
  scope: SanctionScope;
  reasonCode: ReasonCode;
  reason: string;
  endsAt: Date | null;
  appealableUntil: Date;
  timeZone: string;
  programName: string;
}

/**
 * The statement of reasons (DSA Art. 17(3)): what, facts, rule, whether a machine decided, how to object. Short sentences
 * and everyday words: a thirteen-year-old has to understand it. It never says that somebody told us something.
 */
export function statementOf(measure: StatedMeasure): string {
  const { reasonCode, reason, endsAt, timeZone, appealableUntil } = measure;
  const day = (instant: Date): string => dayIn(timeZone, instant);
  return [
    `${whatItMeans(measure)}${endsAt ? ` It ends by itself on ${day(endsAt)}.` : ''}`,
    `Why: ${reason}`,
    `Our rule: ${rules[reasonCode]}`,
    'A person decided this. No computer did.',
    `If you think this is wrong, you can say so until ${day(appealableUntil)}. Somebody else will look at it. Write to a coordinator of ${measure.programName}, or object in the app.`,
  ].join('\n');
}

function whatItMeans({ kind, scope, programName }: StatedMeasure): string {
  switch (kind) {
    case SanctionKind.WARN:
      return 'This is a warning. You can read and write as before.';
    case SanctionKind.SILENCE:
      return `You can read in ${programName}, but you cannot write for now.`;
    case SanctionKind.SUSPEND:
      return scope === SanctionScope.EVERYWHERE
        ? 'You cannot sign in for now.'
        : `You cannot take part in ${programName} for now.`;
  }
}
