import { tests } from 'commonmark-spec';
import { renderBody, resolveMarkers } from '../../libs/forum/rendering/index.js';
import { commonMarkParser } from '../../libs/forum/rendering/parser.js';
import { faultsOf, textOf } from './safe-html.js';

/**
 * CommonMark's own 652 cases, version 0.31.2.
 *
 * The parser that bodies are built on must write exactly the specification's HTML, but for raw HTML, which is off: a case whose
 * expected answer differs when raw HTML is on is judged on safety instead. Then every case goes through the body renderer, with all
 * that is added, and must come out safe.
 */
const parser = commonMarkParser();
const withHtml = commonMarkParser().set({ html: true });

const cases = tests.map(({ number, section, markdown, html }) => ({
  name: `${number} ${section}`,
  markdown: markdown.replaceAll('→', '\t'),
  expected: html.replaceAll('→', '\t'),
}));
const isRaw = (markdown: string): boolean => withHtml.render(markdown) !== parser.render(markdown);
const raw = cases.filter(({ markdown }) => isRaw(markdown));
const plain = cases.filter(({ markdown }) => !isRaw(markdown));

/** Numbers of cases that are known to differ: none. */
const KNOWN: string[] = [];

describe('CommonMark 0.31.2', () => {
  it('has 652 cases, of which 72 are about raw HTML', () => {
    expect([cases.length, raw.length]).toEqual([652, 72]);
  });

  it(`writes the specification's HTML in all ${plain.length} cases without raw HTML`, () => {
    const different = plain
      .filter(({ markdown, expected }) => parser.render(markdown) !== expected)
      .map(({ name }) => name);
    expect(different).toEqual(KNOWN);
  });

  it('would write it in all 652 if raw HTML were on', () => {
    const different = cases
      .filter(({ markdown, expected }) => withHtml.render(markdown) !== expected)
      .map(({ name }) => name);
    expect(different).toEqual(KNOWN);
  });

  it.each(raw)('shows raw HTML as text: $name', ({ markdown }) => {
    const html = shown(markdown);
    expect(faultsOf(html)).toEqual([]);
    // Every tag that was written is still there to be read, so none of it became markup.
    for (const [tag] of markdown.matchAll(/<[a-z][a-z0-9-]{0,9}/gi)) expect(textOf(html)).toContain(tag);
  });

  it('comes out safe in all 652 cases with everything that is added', () => {
    const unsafe = cases.filter(({ markdown }) => faultsOf(shown(markdown)).length > 0).map(({ name }) => name);
    expect(unsafe).toEqual([]);
  });
});

function shown(markdown: string): string {
  return resolveMarkers(renderBody(markdown).html, { mention: () => null, quote: () => null });
}
