import { ageOn, consentAgeOf, isMinor, needsGuardian } from './consent-age.js';

describe('the age of a young person', () => {
  it.each([
    ['2026-11-23', '2012-11-23', 14],
    ['2026-11-22', '2012-11-23', 13],
    ['2026-02-28', '2008-02-29', 17],
    ['2026-03-01', '2008-02-29', 18],
  ])('is counted in full years: on %s, born %s, it is %i', (today, born, age) => {
    expect(ageOn(today, born)).toBe(age);
  });

  it('counts as that of a child when nobody knows it', () => {
    expect(isMinor('2026-11-23', null)).toBe(true);
    expect(needsGuardian('2026-11-23', null, 'GB')).toBe(true);
  });

  it('ends childhood on the eighteenth birthday, not a day before', () => {
    expect(isMinor('2026-11-22', '2008-11-23')).toBe(true);
    expect(isMinor('2026-11-23', '2008-11-23')).toBe(false);
  });
});

describe('the age of consent', () => {
  it.each([
    ['GB', 13],
    ['US', 13],
    ['US-CA', 13],
    ['IE', 16],
    ['DE', 16],
    ['FR', 15],
    ['ES', 14],
    ['NL', 16],
    ['ZZ', 16],
  ])('in %s is %i', (jurisdiction, age) => {
    expect(consentAgeOf(jurisdiction)).toBe(age);
  });

  it('asks a guardian of the same child in one country and not in another', () => {
    expect(needsGuardian('2026-11-23', '2012-01-01', 'GB')).toBe(false);
    expect(needsGuardian('2026-11-23', '2012-01-01', 'DE')).toBe(true);
  });
});
