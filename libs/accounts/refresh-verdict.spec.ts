import { judge, type PresentedToken } from './refresh-verdict.js';

const now = new Date('2026-09-01T08:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const token: PresentedToken = { generation: 3, issuedAt: ago(3_600), usedAt: null, newest: 3 };

it.each<[string, Partial<PresentedToken>, ReturnType<typeof judge>]>([
  ['never used', {}, 'ROTATE'],
  ['never used, and two weeks old to the second', { issuedAt: ago(14 * 86_400) }, 'ROTATE'],
  ['never used, and older than two weeks', { issuedAt: ago(14 * 86_400 + 1) }, 'EXPIRED'],
  ['used a moment ago, its successor not', { usedAt: ago(0), newest: 4 }, 'REPEAT'],
  ['used a minute ago, its successor not', { usedAt: ago(60), newest: 4 }, 'REPEAT'],
  ['used a minute and a second ago', { usedAt: ago(61), newest: 4 }, 'REPLAY'],
  ['used a moment ago, its successor too', { usedAt: ago(0), newest: 5 }, 'REPLAY'],
  ['used long ago and older than two weeks', { issuedAt: ago(20 * 86_400), usedAt: ago(19 * 86_400) }, 'EXPIRED'],
])('a refresh token that was %s', (_what, changes, verdict) => {
  expect(judge({ ...token, ...changes }, now)).toBe(verdict);
});
