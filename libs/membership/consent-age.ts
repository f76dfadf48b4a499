/**
 * Age from which a young person consents for themselves, by country: UK GDPR and the Data Protection Act 2018 s.9 (GB),
 * COPPA 15 USC 6501 (US), and what each state chose under GDPR Art. 8(1).
 */
const consentAges: Record<string, number> = { GB: 13, US: 13, IE: 16, DE: 16, FR: 15, ES: 14 };
/** GDPR Art. 8(1) where a state chose nothing else; also the strictest of them, for countries not listed. */
const usualConsentAge = 16;
/** Youth means under 18 (domain, preamble). */
export const adultAge = 18;

/** @param jurisdiction ISO 3166-1 country, with or without subdivision: `US-CA` */
export const consentAgeOf = (jurisdiction: string): number =>
  consentAges[jurisdiction.slice(0, 2).toUpperCase()] ?? usualConsentAge;

/** Full years between two days (`YYYY-MM-DD`). Born on 29 February, one is a year older on 1 March. */
export function ageOn(today: string, birthDate: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Whose age is unknown counts as a child in everything that protects one. */
export const isMinor = (today: string, birthDate: string | null): boolean =>
  birthDate === null || ageOn(today, birthDate) < adultAge;

/** Whether taking part needs the consent of a holder of parental responsibility (domain 2.8). */
export const needsGuardian = (today: string, birthDate: string | null, jurisdiction: string): boolean =>
  birthDate === null || ageOn(today, birthDate) < consentAgeOf(jurisdiction);
