/**
 * PII-EMAIL: addresses, plain or described. "at" and "dot" in any disguise count only beside a domain; mentions,
 * decorators, `git@github.com:` and the program's own addresses are free. Source: COPPA 312.2 (online contact).
 */
import { type ScanHit, scanRule } from './hit.js';

export const EMAIL_RULES = {
  address: scanRule('PII-EMAIL.ADDRESS', 'PII-EMAIL', 'email', 'An e-mail address (COPPA 312.2).'),
  described: scanRule(
    'PII-EMAIL.DESCRIBED',
    'PII-EMAIL',
    'email',
    'An address with its signs in words, brackets or spaces, to get past filters.',
  ),
  provider: scanRule(
    'PII-EMAIL.PROVIDER',
    'PII-EMAIL',
    'email',
    'A mail provider named so that the address can be worked out.',
  ),
};

/** Read around each `@` only: 64 characters before it (RFC 5321, 4.5.3.1.1) and a host after it. */
const LOCAL_CHARACTER = /^[a-z0-9._%+-]$/;
const LONGEST_LOCAL = 64;
const HOST = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/;
/** A sign for "at" and one for "dot", each bracketed, worded or bare, brought to `@` and `.` before reading again. */
const AT =
  / ?[([{<*_-]{1,2} ?(?:at|@|arroba|a t) ?[)\]}>*_-]{1,2} ?| (?:at|AT|At|4t|@t|@|arroba|the at sign|at sign|at-sign|at symbol)(?: and then| then)? |(?<=[a-z0-9])AT(?=[a-z])| ?@ ?/g;
const DOT =
  / ?[([{<*_-]{1,2} ?(?:dot|\.|punto|point|d o t) ?[)\]}>*_-]{1,2} ?| (?:dot|DOT|Dot|punto|point|period|d0t|full stop|\.) |(?<=[a-z0-9])DOT(?=[a-zA-Z])|(?<=[a-z0-9]) ?[.] (?=(?:com|net|org|co)\b)|(?<=[a-z]),(?=(?:com|net|org|co)\b)/g;
const SPACE_BETWEEN_SINGLES = /(?<=(?:^|[^a-z0-9])[a-z0-9@._-]) {1,2}(?=[a-z0-9@._-](?:$|[^a-z0-9]))/g;
const SPELLED_TLD = /\bc o m\b|\bc0m\b|\bcoom\b|\bkom\b/g;
const ENDINGS = new Set(
  'com net org edu co uk es mx io me us ca au ie in fr de example gov ac sch info live app dev nz za test invalid k12'.split(
    ' ',
  ),
);
const PROVIDER_ALONE =
  /\b(?:gmail|googlemail|hotmail|hotmai1|hotm41l|hotma1l|outlook|yahoo|ymail|icloud|aol|proton|protonmail|msn|gmx|zoho|yandex|tutanota|fastmail|gmai1|gma1l|gm4il|yah00|0utlook|g mail|hot mail|hotmale|jmail|geemail|gee mail) ?(?:\.|,| dot | punto ) ?(?:com|co|net|es|mx|org)\b/;
const AT_PROVIDER =
  /(?:@|\bat|\barroba|\(at\)|\[at\]) ?(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail|proton|ymail|g mail|aol)\b/;
const PROVIDER_NAME =
  /\b(?:my|mi) (?:gmail|hotmail|outlook|icloud|yahoo|e-?mail|correo)(?: address| addy)? (?:is|es|=|:) ?[a-z0-9._-]{4,64}[0-9_.]/;
/** "the a in a circle, then example, then com". */
const DRAWN_SIGN =
  /\b(?:(?:swirly|curly|squiggly|circled|round|funny|little) a|a (?:in|with|inside) (?:a|the) (?:circle|ring|tail|loop|swirl))\b/;
const SPOKEN_ENDING = /\b(?:com|org|net|edu|dot|gmail|outlook|hotmail|example)\b/;
const CODE_HOST = /^git@|@(?:github|gitlab|bitbucket)\.(?:com|org)$/;

export interface Allowed {
  programAddresses: readonly string[];
}

export function scanEmails(text: string, cased: string, allowed: Allowed): ScanHit[] {
  const plain = plainAddresses(text, allowed);
  if (plain.length > 0) return plain;
  const unspaced = text.replace(SPACE_BETWEEN_SINGLES, '');
  if (unspaced.length < text.length && plainAddresses(unspaced, allowed).length > 0)
    return [{ rule: EMAIL_RULES.described, ...aroundSign(text) }];
  const described = describedAddress(text, cased, allowed);
  return described ? [described] : [];
}

/** Every `x@y.z`, with where it stands. */
function* addresses(text: string): Generator<{ local: string; host: string; from: number }> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const local = localPartBefore(text, at);
    const host = local === '' ? undefined : HOST.exec(text.slice(at + 1, at + 160))?.[0].replace(/[.-]{1,9}$/, '');
    if (host !== undefined) yield { local, host, from: at - local.length };
  }
}

function localPartBefore(text: string, at: number): string {
  let from = at;
  while (from > Math.max(0, at - LONGEST_LOCAL) && LOCAL_CHARACTER.test(text.charAt(from - 1))) from -= 1;
  return text.slice(from, at);
}

function plainAddresses(text: string, allowed: Allowed): ScanHit[] {
  return Array.from(addresses(text), ({ local, host, from }) => ({
    rule: EMAIL_RULES.address,
    from,
    to:
      isFree(`${local}@${host}`, allowed) || !/\.[a-z]{2,24}$/.test(host)
        ? from
        : from + local.length + 1 + host.length,
  })).filter((hit) => hit.to > hit.from);
}

function isFree(address: string, allowed: Allowed): boolean {
  if (CODE_HOST.test(address)) return true;
  return allowed.programAddresses.some((own) =>
    own.startsWith('@') ? address.endsWith(own.toLowerCase()) : address === own.toLowerCase(),
  );
}

/** Short texts only hide one address; long ones are read in windows around each sign. */
function describedAddress(text: string, cased: string, allowed: Allowed): ScanHit | null {
  for (const { local, host } of addresses(rewriteSigns(cased))) {
    const address = `${local}@${host}`;
    if (
      host
        .split('.')
        .slice(1)
        .some((label) => ENDINGS.has(label)) &&
      !isFree(address, allowed)
    )
      return { rule: EMAIL_RULES.described, ...aroundSign(text) };
  }
  const provider = PROVIDER_ALONE.exec(text) ?? AT_PROVIDER.exec(text) ?? PROVIDER_NAME.exec(text);
  const drawn = SPOKEN_ENDING.test(text) ? DRAWN_SIGN.exec(text) : null;
  if (drawn) return { rule: EMAIL_RULES.described, from: drawn.index, to: drawn.index + drawn[0].length };
  return provider
    ? { rule: EMAIL_RULES.provider, from: provider.index, to: provider.index + provider[0].length }
    : null;
}

const ANY_SIGN = /@|\b(?:at|arroba|dot|punto)\b/;

/** A stretch wide enough for a moderator to see the whole description. */
function aroundSign(text: string): { from: number; to: number } {
  const sign = Math.max(0, text.search(ANY_SIGN));
  return { from: Math.max(0, sign - 40), to: Math.min(text.length, sign + 60) };
}

function rewriteSigns(cased: string): string {
  const inner = cased.replace(AT, '@').replace(DOT, '.');
  return inner
    .toLowerCase()
    .replace(/\((@)\)/g, '@')
    .replace(SPELLED_TLD, 'com')
    .replace(/ ?underscore ?/g, '_');
}
