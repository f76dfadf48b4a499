import { usernameSkeleton } from '#accounts';
import type { FoundInText } from './held-texts.js';

/** What those are called whom a young person trusts because of what they are, in the languages of the detectors. */
const titles = [
  ...['admin', 'administrator', 'moderator', 'mod', 'staff', 'coordinator', 'safeguarding', 'support', 'helpdesk'],
  ...['official', 'system', 'porchlight', 'team', 'police', 'childline', 'counsellor', 'counselor', 'teacher'],
  ...['administrador', 'administradora', 'moderador', 'moderadora', 'coordinador', 'coordinadora', 'soporte'],
];
const spelled = new Map(Object.entries({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' }));
/** As the eye takes them, so that `Adm1n` and a Cyrillic `а` are found. */
const looksOf = (word: string): string =>
  usernameSkeleton([...word.toLowerCase()].map((letter) => spelled.get(letter) ?? letter).join(''));
const known = new Set(titles.map(looksOf));

/** Whole words alone: "Stafford", "Modesty" and "Teamo" are names. */
export const soundsLikeStaff = (name: string): boolean =>
  name
    .normalize('NFKC')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .some((word) => known.has(looksOf(word)));

/** The name as the eye takes it, as it is and in small letters: a capital `I` passes for an `l` and for an `i`. */
const looks = (name: string): string[] => {
  const plain = name.normalize('NFKC').replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '');
  return [usernameSkeleton(plain), usernameSkeleton(plain.toLowerCase())];
};

export const looksLike = (name: string, other: string): boolean => {
  const known = looks(other);
  return looks(name).some((one) => known.includes(one));
};

/** "J.D. Me" and "ada.co" are names as well as hosts; these endings are of hosts alone. */
export const leadsAway = (name: string): boolean =>
  /\bwww\b|http|\.(?:com|net|org|info|gg|io|tv|ly|app|xyz|chat)\b/iu.test(name.normalize('NFKC'));

/** A rule on names, in the terms of the detectors. */
export const nameRule = (name: 'STAFF-WORD' | 'STAFF-NAME' | 'UNREAD'): FoundInText => ({
  ruleId: `NAME.${name}`,
  family: 'NAME',
  version: 1,
  category: name === 'UNREAD' ? 'error' : 'imitates-staff',
  priority: 'P2',
  spans: [],
});
