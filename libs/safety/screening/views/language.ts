/**
 * The language of a text, by its n-grams (`eld`, Nito T.M., Apache-2.0). The scores were taught in English and Spanish, and the
 * encoder knows English alone; elsewhere neither says anything.
 */
import { eld } from 'eld/extrasmall';
import { isKnownWord } from './known-words.js';

/** UNKNOWN: too short, too uncertain or too disguised to tell; it is read like English. */
export type Language = 'en' | 'es' | 'OTHER' | 'UNKNOWN';

/** Enough to tell, and no more work for a long text. */
const READ = 400;
/** Shorter texts of slang look like any language. */
const LEAST_FOR_OTHER = 80;
/** Disguised English must not pass for another language. */
const FEWEST_PLAIN = 0.85;
const MOST_ENGLISH = 0.35;

export function languageOf(text: string): Language {
  const read = text.slice(0, READ);
  const detected = eld.detect(read);
  if (detected.language === 'en' || detected.language === 'es') return detected.language;
  return detected.isReliable() && read.length >= LEAST_FOR_OTHER && isPlainlyForeign(read) ? 'OTHER' : 'UNKNOWN';
}

function isPlainlyForeign(text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const plain = words.map((word) => word.replace(/[^\p{L}\p{N}@$]/gu, '')).filter((word) => /^\p{L}+$/u.test(word));
  const known = plain.filter(isKnownWord);
  const longer = plain.filter((word) => word.length > 2);
  return (
    plain.length >= words.length * FEWEST_PLAIN &&
    longer.length * 2 >= words.length &&
    known.length <= words.length * MOST_ENGLISH
  );
}
