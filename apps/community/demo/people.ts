import { Role } from '#platform';

export interface DemoPerson {
  username: string;
  displayName: string;
  role: Role;
  program: 'lantern' | 'harbour';
  /** Mentees: their age on the day the demo is made. */
  age?: number;
  consentMissing?: boolean;
  /** Days since they last looked; what came later is unread. Null: never. */
  lastSeenDays: number | null;
}

const person = (
  username: string,
  role: Role,
  program: DemoPerson['program'],
  lastSeenDays: number | null,
  more: Pick<DemoPerson, 'age' | 'consentMissing'> = {},
): DemoPerson => ({
  username,
  displayName: `${username.charAt(0).toUpperCase()}${username.slice(1)}`,
  role,
  program,
  lastSeenDays,
  ...more,
});

/** Who can sign in to the demo, in the order in which it is told. */
export const demoPeople: readonly DemoPerson[] = [
  person('ada', Role.MENTOR, 'lantern', 2.25),
  person('ben', Role.MENTEE, 'lantern', 1.5, { age: 14 }),
  person('cleo', Role.MENTEE, 'lantern', 3.2, { age: 11 }),
  person('dan', Role.MENTOR, 'lantern', 4),
  person('eve', Role.MENTEE, 'lantern', null, { age: 15, consentMissing: true }),
  person('mia', Role.MODERATOR, 'lantern', 1.2),
  person('cora', Role.COORDINATOR, 'lantern', 1.6),
  person('sam', Role.SAFEGUARDING_LEAD, 'lantern', 3),
  person('olu', Role.PROGRAM_ADMIN, 'lantern', 2),
  person('finn', Role.MENTEE, 'harbour', 2, { age: 16 }),
  person('gus', Role.MENTOR, 'harbour', 2.5),
  person('nia', Role.MODERATOR, 'harbour', 1.2),
  person('pia', Role.COORDINATOR, 'harbour', 1.1),
  person('ravi', Role.SAFEGUARDING_LEAD, 'harbour', 5),
];
