/** Most specific first: Edge says that it is Chrome, and Chrome that it is Safari. */
const browsers: readonly (readonly [string, string])[] = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
];
const systems: readonly (readonly [string, string])[] = [
  ['iPhone', 'an iPhone'],
  ['iPad', 'an iPad'],
  ['Android', 'Android'],
  ['CrOS', 'a Chromebook'],
  ['Windows', 'Windows'],
  ['Macintosh', 'a Mac'],
  ['Linux', 'Linux'],
];

const longestUserAgent = 300;

/** What is kept of a User-Agent header. */
export const tameUserAgent = (userAgent: string | null): string | null =>
  userAgent?.slice(0, longestUserAgent).toWellFormed().replaceAll(/\p{C}/gu, '') || null;

/** Enough to tell one's own devices apart: "Firefox on Windows"; a program's own first word, else "An unknown device". */
export function deviceOf(userAgent: string | null): string {
  const named = (of: readonly (readonly [string, string])[]): string | undefined =>
    of.find(([mark]) => userAgent?.includes(mark))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  if (browser && system) return `${browser} on ${system}`;
  const [first = ''] = (userAgent ?? '').split(/[\s/]/u, 1);
  return browser ?? (/^[\w.-]{2,40}$/.test(first) && first !== 'Mozilla' ? first : 'An unknown device');
}
