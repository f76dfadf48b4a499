/** PII-ADDRESS in codes: postcodes, coordinates, what3words, plus codes (COPPA 312.2: geolocation to street level). */
import { type ScanHit, scanRule } from './hit.js';

export const PLACE_RULES = {
  postcode: scanRule(
    'PII-ADDRESS.POSTCODE',
    'PII-ADDRESS',
    'address',
    'A full UK, Canadian or Irish postcode names a handful of houses.',
    { version: 2 },
  ),
  coordinates: scanRule(
    'PII-ADDRESS.COORDINATES',
    'PII-ADDRESS',
    'address',
    'Latitude and longitude to three places or more is a street.',
  ),
  block: scanRule(
    'PII-ADDRESS.BLOCK',
    'PII-ADDRESS',
    'address',
    'An address as it is written on a letter: a house number beside a street of any country, a suite, a post box (COPPA 312.2).',
  ),
  words: scanRule('PII-ADDRESS.WORDS', 'PII-ADDRESS', 'address', 'what3words and plus codes name a few square metres.'),
};

const UK_POSTCODE = /\b[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][abd-hjlnp-uw-z]{2}\b/g;
/** A name of hardware or a nickname (x800xt, b00zs) has no space where a postcode may have one, and no known area. */
const UK_AREAS =
  /^(?:ab|al|b|ba|bb|bd|bh|bl|bn|br|bs|bt|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|e|ec|eh|en|ex|fk|fy|g|gl|gu|gy|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|ja|je|ka|kt|kw|ky|l|la|ld|le|ll|ln|ls|lu|m|me|mk|ml|n|ne|ng|nn|np|nr|nw|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|s|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub|w|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze)[0-9]/;
const CANADIAN = /\b[a-ceghj-nprstvxy][0-9][a-ceghj-nprstv-z] [0-9][a-ceghj-nprstv-z][0-9]\b/g;
const DECIMAL_PAIR = /(?<![0-9.])-?[0-9]{1,2}\.[0-9]{3,12} ?°? ?[ns]? ?[,;/ ] ?-?[0-9]{1,3}\.[0-9]{3,12}(?![0-9.])/g;
/** "1593 Pagari 18 Suite 932", "Apt. 675 62314 Mellemvej 32": a number on either side of the unit. */
const UNIT =
  /\b[0-9]{1,5}[a-z]?,? [^\n.!?0-9]{2,40}(?: [0-9]{1,4}[a-z]?)?[,\s]{1,4}(?:suite|apt\.?|apartment|unit|flat|ste\.?) ?#?[0-9]{1,5}\b|\b(?:suite|apt\.|apartment|flat) [0-9]{1,5}[, ]{1,3}[0-9]{1,5} [a-z]/g;
const MILITARY_BOX =
  /\b(?:psc|cmr|unit) [0-9]{3,5},? box [0-9]{1,5}\b|\b(?:apo|fpo|dpo) a[aep] [0-9]{5}\b|\bp\.? ?o\.? box [0-9]{1,6}\b/g;
const STREET_BEFORE =
  'ul\\.|via|rue|rua|calle|avenida|avda\\.?|piazza|viale|corso|paseo|plaza|carrer|ulica|praça|chemin|boulevard|bulevar';
const STREET_ENDING =
  'stra(?:ss|ß)e|gasse|weg|platz|allee|vej|vejen|veien|gade|gata|gatan|vägen|katu|tie|laan|straat|gracht|utca|út|utja|põik|tänav|tee|strasse';
/** "via tasso 129", "ul. jesionowa 127", "semperweg 150", "hegyalja út 98". */
const FOREIGN_STREET = new RegExp(
  `\\b(?:${STREET_BEFORE}) (?:[\\p{L}'.-]{2,20} ){1,3}[0-9]{1,4}\\b|\\b[\\p{L}-]{3,20} ?(?:${STREET_ENDING}) [0-9]{1,4}(?![0-9:%])\\b`,
  'gu',
);
/** "255 hersnapvej 18,": a number, a word, a number, and the end of the line or of this part of an address. */
const FOREIGN_NUMBER = /\b[0-9]{1,5} \p{L}{5,25} [0-9]{1,4}(?=[,\n])/gu;
/** Words that say that a place follows, and a house number with a name behind it. */
const CUED =
  /\b(?:address|lived? at|lived? on|lives at|lives on|located at|located on|office is at|offices are at|taxi to|delivered to|deliver to|shipped to|my house is|vivo en|mi dirección es):? [0-9]{1,5} \p{L}{3,20}/gu;
/** What a number counts is no street. */
const COUNTED =
  /[0-9],? (?:and|for|the|times|plus|minus|over|más|por|per|divided|out|o'?clock|oclock|minutes?|mins?|hours?|days?|weeks?|months?|years?|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|degrees|planets?|people|points?|dollars?|pounds?|euros?|percent|más|bits?|bytes?|times|other|different|more|less|sisters?|brothers?|siblings?|cats?|dogs?|kids?)/;
const DEGREES = /[0-9]{1,2} ?°(?: ?[0-9]{1,2} ?['′])(?: ?[0-9.]{1,6} ?["″])? ?[ns]\b/g;
const THREE_WORDS = /\/\/\/ ?[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20}/g;
const THREE_WORDS_CUE = /what ?3 ?words|w3w|what three words/;
const DOTTED_WORDS = /(?<![a-z.])[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![a-z.])/g;
const PLUS_CODE = /\b[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}\b/g;

export function scanPlaceCodes(text: string): ScanHit[] {
  return [
    ...all(text, UK_POSTCODE, PLACE_RULES.postcode).filter(({ from, to }) => isPostcode(text.slice(from, to))),
    ...all(text, CANADIAN, PLACE_RULES.postcode),
    ...all(text, DECIMAL_PAIR, PLACE_RULES.coordinates).filter(
      (hit) =>
        !/(?:vector|matrix|point|array|coordinates of the|graph|plot) [^.]{0,20}$/.test(
          text.slice(Math.max(0, hit.from - 40), hit.from),
        ),
    ),
    ...all(text, DEGREES, PLACE_RULES.coordinates),
    ...[UNIT, MILITARY_BOX, FOREIGN_STREET, FOREIGN_NUMBER, CUED]
      .flatMap((shape) => all(text, shape, PLACE_RULES.block))
      .filter(({ from, to }) => !COUNTED.test(text.slice(from, to))),
    ...all(text, THREE_WORDS, PLACE_RULES.words),
    ...(THREE_WORDS_CUE.test(text) ? all(text, DOTTED_WORDS, PLACE_RULES.words) : []),
    ...all(text, PLUS_CODE, PLACE_RULES.words).filter((hit) => /[a-z]/.test(text.slice(hit.from, hit.to))),
  ];
}

/** Without its space it must not begin with 0 after the letters ("b00zs"). */
function isPostcode(written: string): boolean {
  return UK_AREAS.test(written) && (written.includes(' ') || !/^[a-z]{1,2}0/.test(written));
}

function all(text: string, shape: RegExp, rule: ScanHit['rule']): ScanHit[] {
  return Array.from(text.matchAll(shape), (match) => ({ rule, from: match.index, to: match.index + match[0].length }));
}
