import { markerNames, renderBody, resolveMarkers, type MarkerResolver } from './index.js';

const nobody: MarkerResolver = { mention: () => null, quote: () => null };
const amina: MarkerResolver = {
  mention: (name) => (name === 'amina' ? { displayName: 'Amina <K>' } : null),
  quote: (id) => (id === 'P1' ? { html: '<p>the text</p>', author: 'Ben & Co' } : null),
};

describe('a mention', () => {
  it('is the name of a person whom the reader may see', () => {
    expect(resolveMarkers(renderBody('Hi @amina!').html, amina)).toBe('<p>Hi <bdi>@Amina &lt;K&gt;</bdi>!</p>\n');
  });

  it('is the text that was written to everybody else', () => {
    expect(resolveMarkers(renderBody('Hi @carol!').html, amina)).toBe(
      resolveMarkers(renderBody('Hi \\@carol!').html, amina),
    );
  });

  it.each([
    'a@b.example',
    '`@amina`',
    '[@amina](http://a.example)',
    '\\@amina',
    'http://a.example/@amina',
    '```\n@amina\n```',
    'x/@amina',
  ])('is not made of %s', (source) => {
    expect(renderBody(source).mentions).toEqual([]);
    expect(renderBody(source).html).not.toContain('<!--');
  });

  it('ends before the sentence does, and counts in order', () => {
    expect(renderBody('@amina. (@ben-2) **@Zoë_x**, @हिन्दी...').mentions).toEqual([
      { username: 'amina', index: 0 },
      { username: 'ben-2', index: 1 },
      { username: 'Zoë_x', index: 2 },
      { username: 'हिन्दी', index: 3 },
    ]);
  });

  it('reaches fifty people at most', () => {
    const { mentions, html } = renderBody(Array.from({ length: 60 }, (_, n) => `@n${n}`).join(' '));
    expect(mentions).toHaveLength(50);
    expect(resolveMarkers(html, nobody)).toContain('@n49 @n50');
  });
});

describe('a quote', () => {
  const { html, quotes, text } = renderBody('> [quote:P1]\n\nmy answer');

  it('shows what its reader may see of the post now', () => {
    expect(resolveMarkers(html, amina)).toContain('<blockquote><cite>Ben &amp; Co</cite><p>the text</p></blockquote>');
    expect(quotes).toEqual([{ postId: 'P1', index: 0 }]);
  });

  it('collapses to an empty block when there is nothing to see', () => {
    expect(resolveMarkers(html, nobody)).toBe('<blockquote></blockquote>\n<p>my answer</p>\n');
    expect(text).toBe('my answer');
  });

  it('does not open the quotes inside the quoted text, but resolves its mentions', () => {
    const inner = renderBody('> [quote:P1]\n\nsee @amina').html;
    const shown = resolveMarkers(html, { ...amina, quote: () => ({ html: inner, author: null }) });
    expect(shown).toContain('see <bdi>@Amina');
    expect(shown.match(/<blockquote>/g)).toHaveLength(1);
    expect(shown).not.toContain('<!--');
  });

  it('stands alone on its line', () => {
    for (const source of [
      '[quote:P1]',
      '> a\n> [quote:P1]',
      '> [quote:P1] a',
      '    > [quote:P1]',
      '> [quote:P1 x]',
      '> [quote:-->]',
    ]) {
      expect(renderBody(source).quotes).toEqual([]);
    }
    expect(renderBody('text\n> [quote:P1]\n> by hand').html).toContain('</blockquote>\n<blockquote>\n<p>by hand');
  });

  it('is made ten times at most', () => {
    expect(renderBody('> [quote:P1]\n'.repeat(20)).quotes).toHaveLength(10);
  });
});

describe('markers', () => {
  it('name whom and what to load, once each', () => {
    const { html } = renderBody('@amina @ben @amina\n\n> [quote:P1]\n\n> [quote:P1]');
    expect(markerNames(html)).toEqual({ usernames: ['amina', 'ben'], postIds: ['P1'] });
    expect(markerNames('<p>none</p>')).toEqual({ usernames: [], postIds: [] });
  });

  it.each([
    '<!--m-->@amina<!--/m-->',
    '<!--q:P1-->',
    '&lt;!--m--&gt;@amina&lt;!--/m--&gt;',
    '[x](http://a.example/<!--q:P1-->)',
    '![<!--q:P1-->](http://a.example "<!--q:P1-->")',
    '`<!--q:P1-->`',
    '\ufdd10\ufdd2 > x\n\n> [quote:P1]'.slice(0, 8),
    '&#xfdd1;0&#xfdd2;',
  ])('cannot be written by hand: %s', (source) => {
    const { html } = renderBody(source.replace('@amina', '\\@amina'));
    expect(html).not.toContain('<!--');
    expect(resolveMarkers(html, { mention: fail, quote: fail })).toBe(html);
  });

  it('leave a body without any exactly as it is', () => {
    const { html } = renderBody('plain');
    expect(resolveMarkers(html, { mention: fail, quote: fail })).toBe(html);
  });
});

function fail(): never {
  throw new Error('asked for a marker that nobody wrote');
}
