/**
 * Number shapes that are no phone numbers: masked before digits are joined, so that "2026-03-14 at 11:59" leaves
 * nothing to join. Masked text becomes spaces with a bar, which no run may cross.
 */
const SHAPES: readonly RegExp[] = [
  // uuid, hex words, hashes
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
  /\b0x[0-9a-f]{1,16}\b/g,
  /\b(?=[0-9a-f]{0,39}[a-f])[0-9a-f]{32,64}\b/g,
  // dates and times
  /\b(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![-0-9])/g,
  /(?<![-0-9./])[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:(?:19|20)[0-9]{2}|[0-9]{2})(?![-0-9./])/g,
  /\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])/g,
  /(?<![-0-9])(?:19|20)[0-9]{2} ?- ?(?:19|20)?[0-9]{2}(?![-0-9])/g,
  // money, grouped thousands, percentages
  /[$£€][0-9][0-9,]{0,15}(?:\.[0-9]{1,2})?(?![0-9])/g,
  /(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9,])/g,
  /\b[0-9]{1,3} ?%/g,
  // decimals (a three-digit whole part with a long fraction may be a disguised number), versions, addresses
  /(?<![0-9.])[0-9]{1,2}\.[0-9]{1,20}(?![0-9.])/g,
  /(?<![0-9.])[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?::[0-9]{1,5})?(?![0-9.])/g,
  /(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])/g,
  /\b10\.[0-9]{4,5}\/[0-9]{1,9}/g,
  // scores and ranges: 21-19, 112-138
  /(?<![-0-9a-z])(?<![0-9] )[0-9]{1,2} ?- ?[0-9]{1,2}(?![-0-9a-z]| ?[-0-9])/g,
  /\bp(?:p|ages?)?\.? ?[0-9]{1,4} ?- ?[0-9]{1,4}(?![-0-9])/g,
  // round amounts: 4543000000 years, 149600000 km
  /(?<![-0-9] ?)\b[0-9]{1,9}0{3,9}(?= (?:years?|days?|hours|minutes|seconds|people|stars|km|miles|met(?:re|er)s|steps|views|points|bytes|times|dollars|pounds|euros|light ?years)\b)/g,
  // ISBN-13 by prefix
  /\b97[89][- ][0-9]{1,5}[- ][0-9]{1,7}[- ][0-9]{1,7}[- ][0-9]\b/g,
  /\b97[89][0-9]{10}\b/g,
  // log lines: [ 4357.748382]; links, whose digits are judged as links
  /\[ {0,4}[0-9]{1,7}\.[0-9]{1,9}\]/g,
  /\bhttps?:\/\/[^\s"'<>]{1,300}/g,
  // "from 173 to 177", "between 100 and 110"
  /\b(?:from|between) [0-9]{1,5} (?:to|and) [0-9]{1,5}\b/g,
  // arithmetic: 12 + 30 = 42, 3 x 4
  /[0-9]{1,6}(?: ?[+×÷=^] ?| \* )[0-9]{1,9}(?: ?= ?[0-9]{1,9})?/g,
  // ages, years, ordinals with letters
  /(?<![-0-9])(?:19|20)[0-9]{2}s?(?= |$|[.,!?])(?! ?[-.]?[0-9])/g,
];

export function maskNegatives(text: string): string {
  let masked = text;
  for (const shape of SHAPES) masked = masked.replace(shape, (found) => '¦'.repeat(found.length));
  return masked;
}

/** What `maskNegatives` writes over a masked character. */
export const BARRIER = '¦';
