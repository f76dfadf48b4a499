import fc from 'fast-check';
import { faultsOf } from './safe-html.js';
import { cleanText, markerNames, renderBody, resolveMarkers } from '../../libs/forum/rendering/index.js';

/** Markdown and HTML in pieces, so that random text becomes structure often. */
const PIECES = [
  ...[
    '*',
    '**',
    '_',
    '~~',
    '||',
    '`',
    '```\n',
    '# ',
    '> ',
    '- ',
    '1. ',
    '- [ ] ',
    '|',
    '|-|\n',
    '\n',
    '\n\n',
    '    ',
    '\\',
    '&',
    ':tada:',
  ],
  ...[
    '[',
    ']',
    '(',
    ')',
    '](',
    '![',
    '[r]: ',
    '"',
    "'",
    '<',
    '>',
    '/>',
    '</',
    '<script>',
    '<a href=',
    'onclick=',
    '<!--',
    '-->',
    '<!--m-->',
  ],
  ...[
    '<!--/m-->',
    '<!--q:P-->',
    '> [quote:P]\n',
    '@amina',
    '@',
    'http://a.example',
    'javascript:',
    'www.a.example',
    '&#x202e;',
    '&lt;',
  ],
  ...[
    '&#xfdd0;',
    '\ufdd0',
    '\ufdd1',
    '0\ufdd2',
    '\u202e',
    '\u2069',
    '\u200d',
    '\u0301',
    '\ud800',
    '\0',
    'é',
    '语',
    'ع',
    '👩',
    ' ',
    'a',
  ],
];
const soup = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    ),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join(''));
const RUNS = { numRuns: 1_500 };

describe('whatever is written', () => {
  it('is cleaned once and for all', () => {
    fc.assert(
      fc.property(soup, fc.boolean(), (source, singleLine) => {
        const outcome = cleanText(source, { singleLine });
        if (!outcome.ok) return;
        expect(outcome.text).toBe(outcome.text.normalize('NFC'));
        expect(cleanText(outcome.text, { singleLine })).toEqual(outcome);
      }),
      RUNS,
    );
  });

  it('is safe to read, for one who sees everything and one who sees nothing', () => {
    fc.assert(
      fc.property(soup, soup, (source, quoted) => {
        const { html } = renderBody(source);
        const all = {
          mention: () => ({ displayName: quoted }),
          quote: () => ({ html: renderBody(quoted).html, author: quoted }),
        };
        expect(faultsOf(resolveMarkers(html, all))).toEqual([]);
        expect(faultsOf(resolveMarkers(html, { mention: () => null, quote: () => null }))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('makes no marker that is not among its mentions and quotes', () => {
    fc.assert(
      fc.property(soup, (source) => {
        const { html, mentions, quotes } = renderBody(source);
        const names = markerNames(html);
        expect(names.usernames).toEqual([...new Set(mentions.map((mention) => mention.username))]);
        expect(names.postIds).toEqual([...new Set(quotes.map((quote) => quote.postId))]);
        expect(html.split('<!--').length - 1).toBe(2 * mentions.length + quotes.length);
      }),
      RUNS,
    );
  });

  it('has no direction marks or hidden characters outside code', () => {
    fc.assert(
      fc.property(soup, (source) => {
        const outside = renderBody(source).html.replace(/<code>[^]*?<\/code>/g, '');
        expect(outside).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdd2]/,
        );
      }),
      RUNS,
    );
  });
});
