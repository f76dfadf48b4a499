/**
 * PII-PHONE: phone numbers however they are written.
 *
 * Sources: COPPA 312.2 (telephone number is personal information); ITU E.164 (7 to 15 digits); the North American and
 * UK numbering plans; shapes and lengths of all countries from `libphonenumber-js`. Ranges reserved for fiction are
 * treated as real. Helplines are free: nobody is harmed by one.
 */
import { createRequire } from 'node:module';
import type * as PhoneLibrary from 'libphonenumber-js';
import { FILLERS, OTHER_CUES, PHONE_CUES } from '../lexicon/digits.js';
import type { Token } from '../views/tokens.js';
import { type Run, digitRuns, isSpokenNumber } from './digit-runs.js';
import { type ScanHit, scanRule } from './hit.js';
import { BARRIER, maskNegatives } from './negatives.js';

/** Its ES module imports JSON without an attribute, which Node refuses; its CommonJS build is whole. */
const { parsePhoneNumberFromString } = createRequire(import.meta.url)('libphonenumber-js') as typeof PhoneLibrary;

const version = 3;

export const PHONE_RULES = {
  number: scanRule(
    'PII-PHONE.NUMBER',
    'PII-PHONE',
    'phone',
    'A phone number in digits, any script or disguise (COPPA 312.2; E.164).',
    { version },
  ),
  spelled: scanRule(
    'PII-PHONE.SPELLED',
    'PII-PHONE',
    'phone',
    'A phone number in words, leet or single digits, to get past filters.',
    { version },
  ),
  local: scanRule('PII-PHONE.LOCAL', 'PII-PHONE', 'phone', 'A seven-digit local number: peers share the area code.', {
    version,
  }),
  split: scanRule(
    'PII-PHONE.SPLIT',
    'PII-PHONE',
    'phone',
    'A number given in parts over several posts (domain rule: last 5 posts in 30 minutes).',
    { version },
  ),
};

/** Crisis and emergency numbers: US, Canada, UK, Ireland, EU, Australia, New Zealand, Mexico, Spain, India. */
const HELPLINES = new Set([
  '911',
  '999',
  '112',
  '111',
  '000',
  '988',
  '116123',
  '116111',
  '116000',
  '116016',
  '08001111',
  '8001111',
  '18002738255',
  '8002738255',
  '741741',
  '85258',
  '686868',
  '18006686868',
  '8006686868',
  '18007998255',
  '8007997233',
  '18007997233',
  '131114',
  '1800551800',
  '1300224636',
  '1300659467',
  '0800376633',
  '0800543754',
  '08000684141',
  '08081921177',
  '08088005000',
  '08088020020',
  '08088010677',
  '50808',
  '51444',
  '1800666666',
  '18004224453',
  '8004224453',
  '18888433564',
  '8843678',
  '18664887386',
  '8664887386',
  '678678',
  '188',
  '024',
  '1098',
  '016',
  '900202010',
  '5552598121',
  '18008435678',
  '8008435678',
]);
const CUE_REACH = 6;
const MOST_GROUPS = 8;

/** All phone numbers in a folded text. */
export function scanPhones(text: string, tokens: readonly Token[], country: string | undefined): ScanHit[] {
  return digitRuns(maskNegatives(text)).flatMap((run) => {
    const cues = cuesAround(run, tokens);
    const rule = judge(run, cues, country);
    const read = rule ? run : withoutNeighbours(run).find((part) => judge(part, cues, country) !== null);
    const first = read?.[0];
    const last = read?.[read.length - 1];
    return first && last ? [{ rule: rule ?? PHONE_RULES.number, from: first.from, to: last.to }] : [];
  });
}

/** "512/555/0177 after 6": a small number beside a full one is an hour or a count, not a part of it. */
function withoutNeighbours(run: Run): Run[] {
  if (run.length > MOST_GROUPS) return [];
  const parts = [run.slice(0, -1), run.slice(1), run.slice(1, -1)];
  return parts.filter((part) => {
    const dropped = run.filter((group) => !part.includes(group));
    const lengths = part.map((group) => group.digits.length).join('');
    return dropped.every((group) => group.digits.length <= 2) && /^(?:334|37|56|533|11|10)$/.test(lengths);
  });
}

interface Cues {
  phone: boolean;
  other: boolean;
}

function judge(run: Run, cues: Cues, country: string | undefined): (typeof PHONE_RULES)['number'] | null {
  const digits = run.map((group) => group.digits).join('');
  if (digits.length < 7 || digits.length > 40 || HELPLINES.has(digits) || isHelplines(run)) return null;
  const spelled = run.filter((group) => group.spelled).length;
  const doubtful = run.filter((group) => group.doubtful).length;
  if (doubtful * 2 > run.length + 1 && !cues.phone && !isSpokenNumber(run)) return null;
  if (isCounting(run)) return null;
  if (cues.other && !(cues.phone && isFullShape(run, digits))) return null;
  if (digits.length === 7) return sevenDigits(run, spelled, cues) ? PHONE_RULES.local : null;
  if (isFullShape(run, digits) || isRegistered(run, digits, country))
    return spelled > 1 ? PHONE_RULES.spelled : PHONE_RULES.number;
  const singles = run.every((group) => group.digits.length === 1);
  if (spelled >= 4 && digits.length <= 15 && (singles || spelled >= run.length / 2)) return PHONE_RULES.spelled;
  if (singles && digits.length <= 12) return PHONE_RULES.spelled;
  return cues.phone && digits.length <= 15 && hasPhoneGroups(run) ? PHONE_RULES.number : null;
}

function isHelplines(run: Run): boolean {
  return run.every((group) => HELPLINES.has(group.digits));
}

function sevenDigits(run: Run, spelled: number, cues: Cues): boolean {
  const lengths = run.map((group) => group.digits.length).join('');
  return (
    spelled >= 4 ||
    lengths === '34' ||
    (spelled >= 1 && lengths.startsWith('3')) ||
    cues.phone ||
    /^1{7}$/.test(lengths)
  );
}

/** NANP 3-3-4, UK and other national numbers with a leading 0, or +country. */
function isFullShape(run: Run, digits: string): boolean {
  if (run.length > 1 && !hasPhoneGroups(run)) return false;
  if (run[0]?.plus && digits.length >= 8 && digits.length <= 15) return true;
  if (/^1?[2-9][0-9]{2}[2-9][0-9]{6}$/.test(digits)) return true;
  if (
    /^[2-9][0-9]{2}[0-9]{7}$/.test(digits) &&
    /^(?:334|3322|343|37|64|33[1-4]+)$/.test(run.map((group) => group.digits.length).join(''))
  )
    return true;
  if (/^0[1-9][0-9]{7,9}$/.test(digits)) return true;
  return /^(?:00|011)[1-9][0-9]{8,13}$/.test(digits) || /^(?:44|61|52|34|91|353|49|33)[1-9][0-9]{8,10}$/.test(digits);
}

/** Not a list of small numbers ("55 48 52 61 20"): at most six groups, or single digits, and not all pairs. */
function hasPhoneGroups(run: Run): boolean {
  const lengths = run.map((group) => group.digits.length);
  if (lengths.every((length) => length === 1)) return true;
  if (run.filter((group) => group.spelled).length >= 3) return true;
  if (run[0]?.digits.startsWith('0') === true || run[0]?.plus === true) return lengths.length <= 8;
  const pairs = lengths.filter((length) => length <= 2).length;
  return lengths.length <= 6 && pairs <= 2 && lengths.length - pairs >= 1;
}

/** One, two, three ...; 2 4 6 8; 1 1 2 3 5 8; lists of items, not a number to ring. */
function isCounting(run: Run): boolean {
  const values = run.map((group) => Number(group.digits));
  if (values.length < 4) return false;
  const rising = values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0));
  const falling = values.every((value, at) => at === 0 || value < (values[at - 1] ?? 0));
  const sums = values.every((value, at) => at < 2 || value === (values[at - 1] ?? 0) + (values[at - 2] ?? 0));
  return rising || falling || sums || /^[01]+$/.test(run.map((group) => group.digits).join(''));
}

function isRegistered(run: Run, digits: string, country: string | undefined): boolean {
  if (!hasPhoneGroups(run) || digits.length < 8 || digits.length > 15) return false;
  if (country === undefined && run[0]?.plus !== true) return false;
  const parsed = parsePhoneNumberFromString(
    (run[0]?.plus ? '+' : '') + digits,
    country as PhoneLibrary.CountryCode | undefined,
  );
  return parsed?.isPossible() === true && run.length <= 6 && (run[0]?.plus === true || parsed.isValid());
}

function cuesAround(run: Run, tokens: readonly Token[]): Cues {
  const from = run[0]?.from ?? 0;
  const to = run[run.length - 1]?.to ?? 0;
  const firstAt = indexAt(tokens, from);
  const lastAt = indexAt(tokens, to);
  const near = tokens
    .slice(Math.max(0, firstAt - CUE_REACH), lastAt + CUE_REACH)
    .filter((token) => token.to <= from || token.from >= to);
  const close = near.filter((token) => token.to <= from).slice(-5);
  return {
    phone: near.some((token) => token.forms.some((form) => PHONE_CUES.has(form))),
    other:
      close.some((token) => token.forms.some((form) => OTHER_CUES.has(form))) ||
      near.slice(close.length, close.length + 2).some((token) => OTHER_CUES.has(token.word)),
  };
}

/** Index of the first token that begins at or after a place in the text (binary search). */
function indexAt(tokens: readonly Token[], place: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle]?.from ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Words that come along with a part of a number. */
const ASIDES = new Set('my mine got it ok okay now yes so here this that was is im ill you u ur your'.split(' '));

/** Digits of a short post that holds little else, for joining posts; empty if it is about something. */
export function looseDigits(text: string): string {
  // "part two 555": the two only counts the parts.
  const plain = text.replace(/\b(part|bit|half|chunk) (?:one|two|three|four|[1-4])\b/g, '$1');
  const runs = digitRuns(maskNegatives(plain));
  const digits = runs.flatMap((run) => run.map((group) => group.digits)).join('');
  const inDigits = runs.flat().reduce((sum, group) => sum + group.to - group.from, 0);
  const letters = plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => !FILLERS.has(word) && !PHONE_CUES.has(word) && !ASIDES.has(word))
    .join('').length;
  return digits.length >= 2 && digits.length <= 11 && inDigits * 2 >= letters && !text.includes(BARRIER) ? digits : '';
}

/** True if digits gathered over posts make a full number. */
export function isWholeNumber(digits: string): boolean {
  return (
    (/^1?[2-9][0-9]{9}$/.test(digits) ||
      /^0[1-9][0-9]{8,9}$/.test(digits) ||
      /^(?:44|61|52|34)[1-9][0-9]{8,10}$/.test(digits)) &&
    !HELPLINES.has(digits)
  );
}
