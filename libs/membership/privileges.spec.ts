import { Role } from '#platform';
import { mayActOn, memberRoles, StaffAct } from './privileges.js';

const { MENTEE, MENTOR, GUARDIAN, COORDINATOR, MODERATOR, SAFEGUARDING_LEAD, PROGRAM_ADMIN, AUDITOR } = Role;
const everybody = Object.values(Role);
const staff = [COORDINATOR, MODERATOR, PROGRAM_ADMIN, AUDITOR];

const may = (act: StaffAct, actor: readonly Role[], person: readonly Role[]): boolean =>
  mayActOn(act, { accountId: 'one', roles: new Set(actor) }, { accountId: 'other', roles: person });
const mayOneself = (act: StaffAct, roles: readonly Role[], at: Role): boolean =>
  mayActOn(act, { accountId: 'one', roles: new Set(roles) }, { accountId: 'one', roles: [at] });

/** Written out once more, by hand: act, whom it is about, and everybody who may. */
const table: [StaffAct, readonly Role[], readonly Role[]][] = [
  [StaffAct.ENROL, [MENTEE, MENTOR, GUARDIAN], [PROGRAM_ADMIN, COORDINATOR]],
  [StaffAct.ENROL, staff, [PROGRAM_ADMIN]],
  [StaffAct.ENROL, [SAFEGUARDING_LEAD], [PROGRAM_ADMIN, SAFEGUARDING_LEAD]],
  [StaffAct.CHANGE_COHORT, [MENTEE, MENTOR, GUARDIAN], [PROGRAM_ADMIN, COORDINATOR]],
  [StaffAct.CHANGE_COHORT, [...staff, SAFEGUARDING_LEAD], []],
  [StaffAct.CONFIRM, [MENTEE, MENTOR, GUARDIAN, ...staff], []],
  [StaffAct.CONFIRM, [SAFEGUARDING_LEAD], [SAFEGUARDING_LEAD]],
  [StaffAct.END, [MENTEE, MENTOR, GUARDIAN], [PROGRAM_ADMIN, COORDINATOR, SAFEGUARDING_LEAD]],
  [StaffAct.END, staff, [PROGRAM_ADMIN, SAFEGUARDING_LEAD]],
  [StaffAct.END, [SAFEGUARDING_LEAD], [SAFEGUARDING_LEAD]],
  [StaffAct.SANCTION, [MENTEE, MENTOR, GUARDIAN], [MODERATOR, SAFEGUARDING_LEAD]],
  [StaffAct.SANCTION, [...staff, SAFEGUARDING_LEAD], [SAFEGUARDING_LEAD]],
  [StaffAct.SUSPEND, everybody, [SAFEGUARDING_LEAD]],
  [StaffAct.STOP, [MENTEE, MENTOR, GUARDIAN, ...staff], [COORDINATOR, SAFEGUARDING_LEAD]],
  [StaffAct.STOP, [SAFEGUARDING_LEAD], [SAFEGUARDING_LEAD]],
  [StaffAct.LIFT_STOP, everybody, [SAFEGUARDING_LEAD]],
  [StaffAct.KEEP_RECORDS, [MENTEE, MENTOR, GUARDIAN], [COORDINATOR, PROGRAM_ADMIN, SAFEGUARDING_LEAD]],
  [StaffAct.KEEP_RECORDS, [...staff, SAFEGUARDING_LEAD], [PROGRAM_ADMIN, SAFEGUARDING_LEAD]],
  [StaffAct.CORRECT_BIRTH_DATE, [MENTEE, MENTOR, GUARDIAN], [COORDINATOR, PROGRAM_ADMIN, SAFEGUARDING_LEAD]],
  [StaffAct.CORRECT_BIRTH_DATE, [...staff, SAFEGUARDING_LEAD], [SAFEGUARDING_LEAD]],
];

describe('what staff may do to whom', () => {
  it('is in the table for every act and every role, once', () => {
    for (const act of Object.values(StaffAct)) {
      const listed = table.filter(([row]) => row === act).flatMap(([, people]) => people);
      expect([act, [...listed].sort()]).toEqual([act, [...everybody].sort()]);
    }
  });

  it.each(table)('%s of %s by %s alone', (act, people, actors) => {
    for (const person of people) {
      const allowed = everybody.filter((actor) => may(act, [actor], [person]));
      expect([person, allowed.sort()]).toEqual([person, [...actors].sort()]);
    }
  });

  it('is what one of several roles of the acting person allows', () => {
    expect(may(StaffAct.SUSPEND, [MODERATOR, PROGRAM_ADMIN], [MENTEE])).toBe(false);
    expect(may(StaffAct.SUSPEND, [MODERATOR, SAFEGUARDING_LEAD], [MENTEE])).toBe(true);
    expect(may(StaffAct.END, [COORDINATOR, PROGRAM_ADMIN], [MODERATOR])).toBe(true);
  });

  it('is what the highest of several roles of the other person allows: a low role gives no power over a high one', () => {
    expect(may(StaffAct.SANCTION, [MODERATOR], [MENTOR, SAFEGUARDING_LEAD])).toBe(false);
    expect(may(StaffAct.CORRECT_BIRTH_DATE, [COORDINATOR], [MENTOR, PROGRAM_ADMIN])).toBe(false);
    expect(may(StaffAct.END, [PROGRAM_ADMIN], [MENTOR, SAFEGUARDING_LEAD])).toBe(false);
    expect(may(StaffAct.STOP, [COORDINATOR], [MENTOR, SAFEGUARDING_LEAD])).toBe(false);
  });

  it('is nothing in the own case, whatever one is; but staff may leave what they are', () => {
    for (const act of Object.values(StaffAct)) {
      for (const at of everybody) {
        const leaves = act === StaffAct.END && !memberRoles.includes(at);
        expect([act, at, mayOneself(act, everybody, at)]).toEqual([act, at, leaves]);
      }
    }
    expect(mayOneself(StaffAct.END, [PROGRAM_ADMIN], SAFEGUARDING_LEAD)).toBe(false);
  });

  it('is nothing for somebody without a role, and no more than for members about somebody who has left', () => {
    for (const act of Object.values(StaffAct)) expect(may(act, [], [MENTEE])).toBe(false);
    expect(may(StaffAct.SANCTION, [MODERATOR], [])).toBe(true);
    expect(may(StaffAct.SUSPEND, [MODERATOR], [])).toBe(false);
  });
});
