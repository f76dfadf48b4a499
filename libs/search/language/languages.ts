import { sql, type Sql } from '#platform';

/** Text search configurations of migration 05, by what a program speaks; `simple` folds case and accents and no more. */
export const languages = ['english', 'spanish', 'simple'] as const;
export type Language = (typeof languages)[number];

const english = ['AU', 'CA', 'GB', 'GH', 'IE', 'IN', 'JM', 'KE', 'MT', 'NG', 'NZ', 'SG', 'UG', 'US', 'ZA'];
const spanish = [
  ...['AR', 'BO', 'CL', 'CO', 'CR', 'CU', 'DO', 'EC', 'ES', 'GQ', 'GT', 'HN', 'MX', 'NI', 'PA', 'PE', 'PR', 'PY'],
  ...['SV', 'UY', 'VE'],
];

/**
 * The language that a program's texts are stemmed in, from the country it works in (`GB`, `US-CA`). A text in another
 * language is still found by its words as they are written: a stemmer leaves alone what it does not know.
 */
export function languageOf(jurisdiction: string): Language {
  const country = jurisdiction.slice(0, 2).toUpperCase();
  if (english.includes(country)) return 'english';
  return spanish.includes(country) ? 'spanish' : 'simple';
}

/** The same for a program `g`, in SQL. */
export const languageOfProgram: Sql = sql`case when left(g.jurisdiction, 2) = any(${english}::text[]) then 'english'
  when left(g.jurisdiction, 2) = any(${spanish}::text[]) then 'spanish' else 'simple' end`;
