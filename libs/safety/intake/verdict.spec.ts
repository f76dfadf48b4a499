import { BoardKind, PostState } from '#forum';
import { globalId, Role } from '#platform';
import { screenSafely } from './screen-safely.js';
import { screenClosely, type ScreeningInput } from '../screening/index.js';
import type { ScreeningFacts } from './screening-facts.js';
import { authorOf, readTwice, trustFindings } from './verdict.js';

const now = new Date('2026-11-23T12:00:00Z');
const trusted: ScreeningFacts = {
  settings: null,
  exception: null,
  exceptionUntil: null,
  timeZone: 'Europe/London',
  jurisdiction: 'GB',
  birthDate: '2012-01-01',
  partnerIsYoung: false,
  inPairAs: null,
  published: 15,
  publishedHere: true,
  rejected: false,
  recent: null,
  earlier: null,
  ownNumber: null,
  ownTitle: null,
  awaitsLead: false,
  weakSignals: 0,
  postState: null,
  underReview: false,
};

const reasons = (role: Role, facts: Partial<ScreeningFacts> = {}, boardKind: BoardKind = BoardKind.MATCH): string[] => {
  const all = { ...trusted, ...facts };
  const judged = { role, boardKind };
  return trustFindings(judged, all, authorOf(judged, all, now), now).map(({ ruleId }) => ruleId.replace('TRUST.', ''));
};

describe('trust', () => {
  it('lets a known young author publish, and holds everything of a child', () => {
    expect(reasons(Role.MENTEE)).toEqual([]);
    expect(reasons(Role.MENTEE, { birthDate: '2014-01-01' })).toEqual(['UNDER-13']);
    expect(reasons(Role.MENTEE, { birthDate: '2013-11-24' })).toEqual(['UNDER-13']);
    expect(reasons(Role.MENTEE, { birthDate: '2013-11-23' })).toEqual([]);
  });

  it('takes a mentee whose age nobody knows for a child, and a mentor for an adult', () => {
    expect(reasons(Role.MENTEE, { birthDate: null })).toEqual(['UNDER-13']);
    expect(reasons(Role.MENTOR, { birthDate: null, partnerIsYoung: true })).toEqual([]);
  });

  it('asks for ten approved posts, five more eyes on a new mentor, and a first look at every pair', () => {
    expect(reasons(Role.MENTEE, { published: 9 })).toEqual(['NEW-AUTHOR']);
    expect(reasons(Role.MENTEE, { published: 10 })).toEqual([]);
    expect(reasons(Role.MENTOR, { birthDate: null, published: 4 })).toEqual(['MENTOR-FIRST-POSTS', 'NEW-AUTHOR']);
    expect(reasons(Role.MENTEE, { publishedHere: false })).toEqual(['FIRST-ON-MATCH-BOARD']);
    expect(reasons(Role.MENTEE, { publishedHere: false, partnerIsYoung: null }, BoardKind.COHORT)).toEqual([]);
  });

  it('is lost by a rejection, and never needed by staff', () => {
    expect(reasons(Role.MENTEE, { rejected: true })).toEqual(['RECENT-REJECTION']);
    for (const role of [Role.COORDINATOR, Role.MODERATOR, Role.SAFEGUARDING_LEAD, Role.PROGRAM_ADMIN]) {
      expect(reasons(role, { birthDate: null, published: 0, publishedHere: false })).toEqual([]);
    }
  });

  it('publishes nothing by an edit alone that waits or was rejected', () => {
    for (const postState of [PostState.HELD, PostState.REJECTED]) {
      expect(reasons(Role.MENTEE, { postState })).toEqual(['UNDER-REVIEW']);
      expect(reasons(Role.COORDINATOR, { postState, birthDate: null })).toEqual(['UNDER-REVIEW']);
    }
    expect(reasons(Role.MENTEE, { postState: PostState.PUBLISHED })).toEqual([]);
    expect(reasons(Role.MENTEE, { postState: PostState.PUBLISHED, underReview: true })).toEqual(['UNDER-REVIEW']);
  });

  it('knows who writes to whom', () => {
    const relation = (role: Role, facts: Partial<ScreeningFacts>, boardKind: BoardKind = BoardKind.MATCH): string =>
      authorOf({ role, boardKind }, { ...trusted, ...facts }, now).relation;
    expect(relation(Role.MENTEE, {})).toBe('YOUTH_TO_ADULT');
    expect(relation(Role.MENTEE, { partnerIsYoung: true })).toBe('YOUTH_TO_YOUTH');
    expect(relation(Role.MENTEE, { partnerIsYoung: null }, BoardKind.COHORT)).toBe('YOUTH_TO_YOUTH');
    expect(relation(Role.MENTOR, { birthDate: null, partnerIsYoung: true })).toBe('ADULT_TO_YOUTH');
    expect(relation(Role.MENTOR, { partnerIsYoung: true })).toBe('YOUTH_TO_YOUTH');
    expect(relation(Role.COORDINATOR, { birthDate: null, partnerIsYoung: null }, BoardKind.STAFF)).toBe(
      'ADULT_TO_ADULT',
    );
    expect(relation(Role.COORDINATOR, { birthDate: null, partnerIsYoung: null }, BoardKind.PROGRAM)).toBe(
      'ADULT_TO_YOUTH',
    );
  });
});

describe('reading a text', () => {
  const input: ScreeningInput = { text: '', author: { isAdult: false }, now, country: 'GB' };

  it('finds what Markdown hides from the source', async () => {
    const text = '0\\7\\7\\0\\0 \\9\\0\\0\\1\\2\\3';
    const result = await readTwice({ ...input, text }, '07700 900123', screenClosely);
    expect(result).toMatchObject({ outcome: 'HELD', priority: 'P2' });
  });

  it('reads plain text once', async () => {
    let times = 0;
    await readTwice({ ...input, text: 'Hello\nyou' }, 'Hello you', (given) => {
      times += 1;
      return screenClosely(given);
    });
    expect(times).toBe(1);
  });

  it('finds no words in the ids of quoted posts, and all that anybody is shown', async () => {
    const seen: string[] = [];
    const reading = (text: string, visible: string): Promise<unknown> =>
      readTwice({ ...input, text }, visible, (given) => {
        seen.push(given.text);
        return screenClosely(given);
      });
    const id = globalId('Post', '01a214ca-ffa9-7c31-86f7-b7b540d80e8d');
    await reading(`> [quote:${id}]\n\nLook at that.`, 'Look at that.');
    expect(seen.join()).not.toContain(id);
    expect(seen[0]).toHaveLength(`> [quote:${id}]\n\nLook at that.`.length);
    for (const other of [globalId('Thread', '01a214ca-ffa9-7c31-86f7-b7b540d80e8d'), 'call-me-202-555-0143-ok']) {
      seen.length = 0;
      await reading(`> [quote:${other}]`, '');
      expect(seen[0]).toContain(other);
    }
    seen.length = 0;
    await reading(`\`\`\`\n> [quote:${id}]\n\`\`\``, `> [quote:${id}]`);
    expect(seen[1]).toContain(id);
  });

  it('holds what a detector failed on', async () => {
    const seen = await screenSafely({ ...input, text: 'Hello' }, () => Promise.reject(new Error('rule failed')));
    expect([seen.outcome, seen.findings[0]?.ruleId]).toEqual(['HELD', 'DETECTOR.ERROR']);
  });
});
