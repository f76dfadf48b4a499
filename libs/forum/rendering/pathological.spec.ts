import { BODY_LENGTH, cleanText, renderBody } from './index.js';

/**
 * Bodies written to be slow: the shapes of commonmark.js's and cmark's own pathological tests, and of what is added here. Each fills a
 * whole body. Rendering takes tens of milliseconds (`npm run bench` measures it); this catches a blow-up, where one body of
 * this size takes half a minute (commonmark.js), on a machine that is as busy as it likes.
 */
const MILLISECONDS = 5_000;

const fill = (piece: string): string => piece.repeat(Math.floor(BODY_LENGTH / piece.length));
const half = (piece: string): string => piece.repeat(Math.floor(BODY_LENGTH / 2 / piece.length));
const rows = (row: string): string =>
  `${'|a'.repeat(20)}\n${'|-'.repeat(20)}\n` + `${row}\n`.repeat(9_000 / row.length);

const BODIES: [string, string][] = [
  ['nested brackets', half('[') + half(']')],
  ['open brackets', fill('[')],
  ['open pictures', fill('![')],
  ['nested pictures', half('![') + half('](http://a.example)').slice(0, BODY_LENGTH / 2)],
  ['link openers', fill('[a](')],
  ['link openers with <', fill('[a](<b')],
  ['link references', fill('[a][')],
  ['unclosed titles', fill('[a](http://b.example "')],
  ['a long address used often', `[a]: http://a.example/${'b'.repeat(2_000)}\n\n${fill('[a]').slice(0, 17_000)}`],
  [
    'many definitions',
    Array.from({ length: 1_200 }, (_, n) => `[${n}]: http://a.example`)
      .join('\n')
      .slice(0, BODY_LENGTH),
  ],
  ['unclosed definition', fill('[\n')],
  ['emphasis openers', fill('*a **a ')],
  ['emphasis closers', fill('a** a* ')],
  ['emphasis, alternating', fill('*a_ ')],
  ['emphasis runs', fill('a***b_')],
  ['one emphasis run', half('*') + 'a' + half('*').slice(1)],
  ['strong runs', half('**') + 'a' + half('**').slice(2)],
  ['strikethrough openers', fill('~~a ')],
  ['spoiler openers', fill('||a ')],
  ['nested spoilers', half('||a ') + half('b|| ')],
  ['crossing marks', fill('||*~~a||*~~')],
  ['backticks of growing runs', Array.from({ length: 195 }, (_, n) => `e${'`'.repeat(n)}`).join('')],
  ['backticks', fill('`a``b')],
  ['block quotes in block quotes', fill('>')],
  ['block quotes on many lines', fill(`${'> '.repeat(50)}a\n`)],
  ['lists in lists', fill('- ')],
  ['a list step by step', Array.from({ length: 190 }, (_, n) => `${' '.repeat(n)}- a`).join('\n')],
  ['numbers in numbers', fill('1. ')],
  ['block quotes and lists', fill('> - ')],
  ['one item each line', fill('- a\n')],
  ['quote lines', fill('> [quote:a]\n')],
  ['headings', fill('# a\n')],
  ['rules', fill('***\n')],
  ['wide table', `${fill('|a').slice(0, 9_998)}\n${fill('|-').slice(0, 9_998)}`],
  ['table of short rows', rows('a')],
  ['table of empty cells', rows('|'.repeat(20))],
  ['tables in a row', fill('a|b\n-|-\n')],
  ['table heads', fill('|a|b|c|d\n|-|-|-|-\n')],
  ['entities', fill('&#x301;')],
  ['unfinished entities', fill('&')],
  ['backslashes', fill('\\')],
  ['raw tags', fill('<a ')],
  ['raw comments', fill('<!--')],
  ['autolinks', fill('<http://a.example>')],
  ['addresses', fill('http://a.example ')],
  ['glued addresses', fill('http://')],
  ['one address', `http://a.example/${fill('(').slice(0, 19_000)}`],
  ['www', fill('www.')],
  ['www hosts', fill('www.a.example/')],
  ['dots', `http://${fill('a.').slice(0, 19_000)}`],
  ['mentions', fill('@a ')],
  ['glued mentions', fill('@a')],
  ['name of dots', `@a${fill('.').slice(0, 19_000)}`],
  ['emoji names', fill(':tada:')],
  ['unknown emoji names', fill(':a')],
  ['colons', fill(':')],
  ['task boxes', fill('- [ ] a\n')],
  ['hard breaks', fill('a  \n')],
  ['blank ends', fill(' \n')],
  ['spaces', `a${fill(' ').slice(1)}b`],
  ['accents', fill('e\u0301\u0302\u0303\u0304\u0305\u0306')],
  ['only accents', fill('\u0301')],
  ['invisible', fill('\u200b\u200d')],
  ['emoji joined', fill('👩\u200d')],
  ['direction', fill('\u202ea\u2066')],
  ['direction in code', `\`\`\`\n${fill('\u2066\u202e').slice(0, 9_000)}${fill('\u2069').slice(0, 9_000)}\n\`\`\``],
  ['CRLF', fill('\r\n')],
  ['tabs', fill('\t')],
];

describe('a body written to be slow', () => {
  renderBody(fill('*warm* [up](http://a.example) `x`\n\n- y\n'));

  it.each(BODIES)('is rendered in time: %s', (_name, body) => {
    const source = body.slice(0, BODY_LENGTH);
    const started = performance.now();
    cleanText(source, { maxLength: BODY_LENGTH });
    const { html, text, attributes } = renderBody(source);
    const took = performance.now() - started;
    if (process.env['SHOW_TIMES'])
      process.stderr.write(`${took.toFixed(1).padStart(7)} ms ${html.length} ${text.length} ${_name}\n`);
    expect(took).toBeLessThan(MILLISECONDS);
    expect(html.length).toBeLessThan(BODY_LENGTH * 30);
    expect(text.length).toBeLessThan(BODY_LENGTH * 10);
    expect(attributes.join('').length).toBeLessThan(BODY_LENGTH * 10);
  });
});
