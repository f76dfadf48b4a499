import { BoardKind } from '#forum';
import { defaultPolicy, loosenedBy, modeFor, policyAt, type PolicySettings } from './policy.js';

const now = new Date('2026-11-23T12:00:00Z');
const withRule = (
  rule: Partial<PolicySettings['rules'][number]> & Pick<PolicySettings['rules'][number], 'mode'>,
): PolicySettings => ({
  ...defaultPolicy,
  rules: [...defaultPolicy.rules, { ageBand: null, relation: null, boardKind: null, ...rule }],
});

describe('the policy', () => {
  it('is safe without any configuration', () => {
    const settings = policyAt(null, now);
    const cell = { relation: 'YOUTH_TO_ADULT', boardKind: BoardKind.MATCH } as const;
    expect(modeFor(settings, { ...cell, ageBand: 'UNDER_13' })).toBe('PRE_MODERATED');
    expect(modeFor(settings, { ...cell, ageBand: 'FROM_13_TO_17' })).toBe('HYBRID');
    expect(modeFor(settings, { ...cell, ageBand: 'ADULT' })).toBe('HYBRID');
    expect(settings).toMatchObject({ trustedAfter: 10, rejectionDays: 30, mentorFirstPosts: 5 });
  });

  it('tells tighter from looser, cell by cell', () => {
    expect(loosenedBy(defaultPolicy, defaultPolicy)).toEqual([]);
    expect(loosenedBy(defaultPolicy, withRule({ ageBand: 'ADULT', mode: 'PRE_MODERATED' }))).toEqual([]);
    expect(loosenedBy(withRule({ ageBand: 'ADULT', mode: 'PRE_MODERATED' }), defaultPolicy)).toEqual(['rules']);
    expect(loosenedBy(defaultPolicy, withRule({ boardKind: BoardKind.STAFF, mode: 'POST_MODERATED' }))).toEqual([
      'rules',
    ]);
    // Tighter for one and looser for another is looser.
    expect(loosenedBy(defaultPolicy, withRule({ mode: 'HYBRID' }))).toEqual(['rules']);
    expect(loosenedBy(defaultPolicy, { ...defaultPolicy, trustedAfter: 9, rejectionDays: 31 })).toEqual([
      'trustedAfter',
    ]);
  });

  it('takes another host for looser, and a part of a known one not', () => {
    const hosts = (allowedHosts: string[]): string[] => loosenedBy(defaultPolicy, { ...defaultPolicy, allowedHosts });
    expect(hosts(['wikipedia.org', 'en.wikipedia.org'])).toEqual([]);
    expect(hosts(['notwikipedia.org'])).toEqual(['allowedHosts']);
  });

  it('forgets an exception at its end', () => {
    const exception = { ...defaultPolicy, trustedAfter: 1 };
    const stored = { settings: defaultPolicy, exception, exceptionUntil: new Date(now.getTime() + 1) };
    expect(policyAt(stored, now).trustedAfter).toBe(1);
    expect(policyAt(stored, new Date(now.getTime() + 1)).trustedAfter).toBe(10);
  });
});
