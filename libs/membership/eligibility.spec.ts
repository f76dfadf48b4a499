import { Role, staffRoles } from '#platform';
import { fitsAge, fitsWith, isScreened } from './eligibility.js';

const today = '2026-11-23';
const born = { child: '2013-01-01', nearPeer: '2009-06-01', adult: '1990-01-01' };

describe('the age that a role needs', () => {
  it.each([...staffRoles, Role.AUDITOR, Role.GUARDIAN])('keeps everybody under 18 from being %s', (role) => {
    expect(fitsAge(role, today, born.nearPeer)).not.toBeNull();
    expect(fitsAge(role, today, born.adult)).toBeNull();
  });

  it('lets a near-peer of 16 mentor, and no child', () => {
    expect(fitsAge(Role.MENTOR, today, born.nearPeer)).toBeNull();
    expect(fitsAge(Role.MENTOR, today, '2010-11-24')).not.toBeNull();
    expect(fitsAge(Role.MENTOR, today, '2010-11-23')).toBeNull();
  });
});

describe('roles beside each other', () => {
  const mentee = { programId: 'a', role: Role.MENTEE };

  it.each([Role.MENTOR, ...staffRoles, Role.GUARDIAN, Role.AUDITOR])(
    'never lets an adult who is %s anywhere pose as a peer',
    (role) => {
      expect(fitsWith(mentee, [{ programId: 'a', role }], today, born.adult)).not.toBeNull();
      expect(fitsWith(mentee, [{ programId: 'b', role }], today, born.adult)).not.toBeNull();
      expect(fitsWith(mentee, [{ programId: 'b', role }], today, null)).not.toBeNull();
    },
  );

  it('never lets a mentee take another part in the same program', () => {
    expect(fitsWith({ programId: 'a', role: Role.MENTOR }, [mentee], today, born.nearPeer)).not.toBeNull();
  });

  it('lets a near-peer be mentored in one program and mentor in another', () => {
    expect(fitsWith({ programId: 'b', role: Role.MENTOR }, [mentee], today, born.nearPeer)).toBeNull();
    expect(fitsWith(mentee, [{ programId: 'b', role: Role.MENTOR }], today, born.nearPeer)).toBeNull();
  });

  it('lets staff hold several parts', () => {
    const coordinator = { programId: 'a', role: Role.COORDINATOR };
    expect(fitsWith({ programId: 'a', role: Role.MODERATOR }, [coordinator], today, born.adult)).toBeNull();
  });
});

it('screens everybody but the young and their parents', () => {
  expect(Object.values(Role).filter((role) => !isScreened(role))).toEqual([Role.MENTEE, Role.GUARDIAN]);
});
