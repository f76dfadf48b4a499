import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanText, renderBody, resolveMarkers, type MarkerResolver } from '../../libs/forum/rendering/index.js';
import { faultsOf } from './safe-html.js';
import { OWN_PAYLOADS } from './xss-payloads.js';

/**
 * Cross-site scripting. Each payload becomes a body, a link, a title, code, a table cell, a mentioned person's name and a quoted
 * author; what a reader gets is judged by an independent parser.
 *
 * The outside corpora (1,599 payloads of PayloadsAllTheThings) are no part of this repository. They are read from the folder
 * PORCHLIGHT_CORPORA, or ../shared/corpora; where there is none, the suite says so and runs its own list only.
 */
const corpora = process.env['PORCHLIGHT_CORPORA'] ?? join(import.meta.dirname, '../../../shared/corpora');
const file = join(corpora, 'xss.jsonl');
const EXPECTED = 1_599;

const outside = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => (JSON.parse(line) as { payload: string }).payload)
  : [];

/** Ways in which one payload can reach a reader. */
const FORMS: ((payload: string) => string)[] = [
  (payload) => payload,
  (payload) => `[text](${payload})`,
  (payload) => `[text](<http://a.example/${payload}> "${payload}")`,
  (payload) => `![${payload}](http://a.example/${payload})`,
  (payload) => `<${payload}>`,
  (payload) => `[${payload}][r]\n\n[r]: ${payload} '${payload}'`,
  (payload) => `\`\`\`${payload}\n${payload}\n\`\`\`\n\n\`${payload}\``,
  (payload) => `|${payload}|\n|-|\n|||${payload}|||`,
  (payload) => `> - ${payload}\n>\n> # @${payload} :${payload}:\n\n> [quote:${payload}]`,
];

describe('the judge', () => {
  it.each([
    '<script>x</script>',
    '<p onclick="x">a</p>',
    '<a href="javascript:x">a</a>',
    '<a href="/x">a</a>',
    '<!-- x -->',
    '<p><p>a</p></p>',
    '<svg></svg>',
  ])('sees harm where it is: %s', (html) => expect(faultsOf(html)).not.toEqual([]));
});

describe('a payload', () => {
  it.each(OWN_PAYLOADS)('of our own list does nothing: %s', (payload) => {
    expect(faultsIn(payload)).toEqual([]);
  });

  if (outside.length === 0) {
    console.warn(`SKIPPED: ${EXPECTED} outside XSS payloads, because ${file} is not there (set PORCHLIGHT_CORPORA)`);
    it.todo(`of the outside corpora does nothing (${EXPECTED} skipped: no folder of corpora)`);
  } else {
    it(`of the outside corpora does nothing (${outside.length})`, () => {
      expect(outside.length).toBeGreaterThanOrEqual(EXPECTED);
      const harmful = outside.flatMap((payload) => faultsIn(payload).map((fault) => `${fault}: ${payload}`));
      expect(harmful).toEqual([]);
    });
  }
});

const nobody: MarkerResolver = { mention: () => null, quote: () => null };

function faultsIn(payload: string): string[] {
  const asWritten = FORMS.flatMap((form) => {
    const source = form(payload);
    const cleaned = cleanText(source);
    const bodies = new Set([source, cleaned.ok ? cleaned.text : source]);
    return [...bodies].flatMap((body) => faultsOf(resolveMarkers(renderBody(body).html, nobody)));
  });
  return [...asWritten, ...faultsOf(asNameAndQuote(payload))];
}

function asNameAndQuote(payload: string): string {
  return resolveMarkers(renderBody('@a\n\n> [quote:b]').html, {
    mention: () => ({ displayName: payload }),
    quote: () => ({ html: renderBody(payload).html, author: payload }),
  });
}
