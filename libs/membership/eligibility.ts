import { Role } from '#platform';
import { adultAge, ageOn, isMinor } from './consent-age.js';

/** A near-peer mentors from this age on. */
const mentorAge = 16;

/**
 * Whether a person of that age may have this role; a known age only, since staff attest what is not written down.
 * @returns null if it fits, else why it does not
 */
export function fitsAge(role: Role, today: string, birthDate: string | null): string | null {
  if (birthDate === null || role === Role.MENTEE) return null;
  const least = role === Role.MENTOR ? mentorAge : adultAge;
  return ageOn(today, birthDate) < least ? `needs an age of ${least}` : null;
}

interface Held {
  programId: string;
  role: Role;
}

/**
 * Whether a new role goes with the ones a person holds. Nobody is a mentee beside being something else in the same
 * program; and an adult with an adult's part anywhere is a mentee nowhere, or they could sit among young people as a peer.
 * A near-peer under 18 may be mentored in one program and mentor in another.
 * @returns null if it fits, else why it does not
 */
export function fitsWith(wanted: Held, held: readonly Held[], today: string, birthDate: string | null): string | null {
  const knownMinor = birthDate !== null && isMinor(today, birthDate);
  const clashing = held.some(
    (other) =>
      (other.role === Role.MENTEE) !== (wanted.role === Role.MENTEE) &&
      (other.programId === wanted.programId || !knownMinor),
  );
  return clashing ? 'does not go with another role of this person' : null;
}

/** Whether the suitability of people in this role is checked: everybody but the young and their parents. */
export const isScreened = (role: Role): boolean => role !== Role.MENTEE && role !== Role.GUARDIAN;
