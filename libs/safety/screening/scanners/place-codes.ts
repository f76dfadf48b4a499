/** PII-ADDRESS in codes: postcodes, coordinates, what3words, plus codes (COPPA 312.2: geolocation to street level). */
import { type ScanHit, scanRule } from './hit.js';

export const PLACE_RULES = {
  postcode: scanRule(
    'PII-ADDRESS.POSTCODE',
    'PII-ADDRESS',
    'address',
    'A full UK, Canadian or Irish postcode names a handful of houses.',
  ),
  coordinates: scanRule(
    'PII-ADDRESS.COORDINATES',
    'PII-ADDRESS',
    'address',
    'Latitude and longitude to three places or more is a street.',
  ),
  words: scanRule('PII-ADDRESS.WORDS', 'PII-ADDRESS', 'address', 'what3words and plus codes name a few square metres.'),
};

const UK_POSTCODE = /\b[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][abd-hjlnp-uw-z]{2}\b/g;
const CANADIAN = /\b[a-ceghj-nprstvxy][0-9][a-ceghj-nprstv-z] [0-9][a-ceghj-nprstv-z][0-9]\b/g;
const DECIMAL_PAIR = /(?<![0-9.])-?[0-9]{1,2}\.[0-9]{3,12} ?°? ?[ns]? ?[,;/ ] ?-?[0-9]{1,3}\.[0-9]{3,12}(?![0-9.])/g;
const DEGREES = /[0-9]{1,2} ?°(?: ?[0-9]{1,2} ?['′])(?: ?[0-9.]{1,6} ?["″])? ?[ns]\b/g;
const THREE_WORDS = /\/\/\/ ?[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20}/g;
const THREE_WORDS_CUE = /what ?3 ?words|w3w|what three words/;
const DOTTED_WORDS = /(?<![a-z.])[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![a-z.])/g;
const PLUS_CODE = /\b[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}\b/g;

export function scanPlaceCodes(text: string): ScanHit[] {
  return [
    ...all(text, UK_POSTCODE, PLACE_RULES.postcode),
    ...all(text, CANADIAN, PLACE_RULES.postcode),
    ...all(text, DECIMAL_PAIR, PLACE_RULES.coordinates).filter(
      (hit) =>
        !/(?:vector|matrix|point|array|coordinates of the|graph|plot) [^.]{0,20}$/.test(
          text.slice(Math.max(0, hit.from - 40), hit.from),
        ),
    ),
    ...all(text, DEGREES, PLACE_RULES.coordinates),
    ...all(text, THREE_WORDS, PLACE_RULES.words),
    ...(THREE_WORDS_CUE.test(text) ? all(text, DOTTED_WORDS, PLACE_RULES.words) : []),
    ...all(text, PLUS_CODE, PLACE_RULES.words).filter((hit) => /[a-z]/.test(text.slice(hit.from, hit.to))),
  ];
}

function all(text: string, shape: RegExp, rule: ScanHit['rule']): ScanHit[] {
  return Array.from(text.matchAll(shape), (match) => ({ rule, from: match.index, to: match.index + match[0].length }));
}
