/**
 * Words that carry no meaning of their own, for Meilisearch, whose list is one for the whole index. PostgreSQL's
 * dictionaries bring theirs (`english.stop`, `spanish.stop`); these are their most frequent. Words that mean something in
 * the other language are left out (`no`, `me`, `he`, `sin`, `son`).
 */
const english = ['a', 'an', 'and', 'are', 'as', 'at', 'be', 'by', 'for', 'from', 'in', 'is', 'it', 'of', 'on', 'that'];
const moreEnglish = ['the', 'this', 'to', 'was', 'were', 'with', 'you', 'your'];
const spanish = [
  'al',
  'con',
  'de',
  'del',
  'el',
  'en',
  'la',
  'las',
  'los',
  'para',
  'por',
  'que',
  'se',
  'su',
  'un',
  'una',
];

export const stopWords: readonly string[] = [...english, ...moreEnglish, ...spanish, 'y'];
