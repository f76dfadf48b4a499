import { BODY_LENGTH, RENDERER_VERSION, renderBody, resolveMarkers } from './index.js';

const REL = 'rel="nofollow ugc noopener noreferrer"';
const html = (source: string): string => renderBody(source).html.trim();

describe('what a body may contain', () => {
  it.each([
    ['emphasis', '*a* **b** ~~c~~', '<p><em>a</em> <strong>b</strong> <s>c</s></p>'],
    ['a spoiler', '||a *b*||', '<p><mark>a <em>b</em></mark></p>'],
    ['bars of a programmer', 'a || b', '<p>a || b</p>'],
    ['emoji by name', ':tada: :+1: :no_such: `:tada:`', '<p>🎉 👍 :no_such: <code>:tada:</code></p>'],
    ['tasks', '- [ ] a\n- [x] b', '<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>'],
    ['code', '```js\na < b\n```', '<pre><code>a &lt; b\n</code></pre>'],
    [
      'a table',
      '|a|\n|-|\n|b|',
      '<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>',
    ],
    ['a list from seven', '7. a', '<ol start="7">\n<li>a</li>\n</ol>'],
    ['HTML as text', '<b>a</b><!-- c -->', '<p>&lt;b&gt;a&lt;/b&gt;&lt;!-- c --&gt;</p>'],
  ])('%s', (_what, source, expected) => {
    expect(html(source)).toBe(expected);
  });

  it('never a heading that could be the page or the thread', () => {
    expect(html('# a\n## b\n### c\n#### d\n###### e')).toBe(
      '<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h6>d</h6>\n<h6>e</h6>',
    );
  });
});

describe('a link', () => {
  it('says where it leads, in plain sight', () => {
    expect(html('[prize](https://evil.example/x)')).toBe(
      `<p><a href="https://evil.example/x" ${REL}>prize</a> (evil.example)</p>`,
    );
  });

  it('does not say it twice', () => {
    expect(html('https://a.example/x')).toBe(`<p><a href="https://a.example/x" ${REL}>https://a.example/x</a></p>`);
    expect(html('[a.example](https://a.example/x)')).not.toContain('(a.example)');
    expect(html('www.a.example')).toBe(`<p><a href="http://www.a.example" ${REL}>www.a.example</a></p>`);
  });

  it.each([
    ['[not-evil.example](http://evil.example)', '(evil.example)'],
    ['[good.example/evil.example](http://evil.example)', '(evil.example)'],
    ['[evil.example.good.example](http://evil.example)', '(evil.example)'],
    ['[x](http://2130706433/)', '(127.0.0.1)'],
    ['<http://а.example>', '(xn--80a.example)'],
    ['[me](mailto:a@b.example?cc=c@d.example)', '(a@b.example)'],
  ])('is not fooled by its own text: %s', (source, shown) => {
    expect(html(source)).toContain(shown);
  });

  it.each([
    ...[
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '/logout',
      '//evil.example',
      '#top',
      'ftp://a.example',
      'tel:1',
    ],
    ...['https:evil.example', `http://a.example/${'a'.repeat(2_100)}`],
  ])('leads nowhere but to http, https and mailto: %s', (href) => {
    expect(renderBody(`[x](${href}) <${href}>`).html).not.toContain('<a');
  });

  it('does not hide its host behind a name', () => {
    const { links, mentions } = renderBody('[x](http://bank.example@evil.example/) <http://a:b@evil.example>');
    expect(links.map((link) => link.host).join()).not.toContain('evil');
    expect(mentions).toEqual([]);
  });

  it('leaves file names and mail addresses alone', () => {
    expect(html('README.md and a@b.example')).toBe('<p>README.md and a@b.example</p>');
  });

  it('takes the place of a picture', () => {
    expect(html('![a cat](https://i.example/c.png "t")')).toBe(
      `<p><a href="https://i.example/c.png" ${REL}>a cat</a> (i.example)</p>`,
    );
    expect(html('[![cat](https://i.example/c.png)](https://a.example)')).toBe(
      `<p><a href="https://a.example" ${REL}>cat</a> (a.example)</p>`,
    );
  });
});

describe('hygiene of what is shown', () => {
  it('also reaches what an entity writes', () => {
    expect(html('a&#x202e;b&#x200b;c&#7;')).toBe('<p>abc\ufffd</p>');
    expect(html(`x${'&#x335;'.repeat(20)}`)).toBe(`<p>x${'\u0335'.repeat(4)}</p>`);
    expect(html(`x${'\u0335'.repeat(3)}*${'\u0335'.repeat(3)}*`).match(/\u0335/g)).toHaveLength(4);
  });

  it('keeps direction marks of code apart from the line around it', () => {
    expect(html('a `\u202ex` b')).toBe('<p>a <code><bdi>\u202ex\u202c</bdi></code> b</p>');
  });
});

describe('what else is found', () => {
  const body = renderBody(
    '# Hi @ben\n\n[a](https://a.example "title") ![alt](https://i.example)\n\n```secret\nx\n```\n\n1. one\n2. two\n\n|a|b|\n|-|-|\n|c|d|\n\n||s||\n\n[unused]: https://u.example "note"',
  );

  it('is the text, for search and mail', () => {
    expect(body.text).toBe(
      'Hi @ben\na (https://a.example) alt (https://i.example)\nx\n1. one\n2. two\na | b\nc | d\n||s||',
    );
  });

  it('is every link', () => {
    expect(body.links).toEqual([
      { href: 'https://a.example', host: 'a.example', text: 'a' },
      { href: 'https://i.example', host: 'i.example', text: 'alt' },
    ]);
  });

  it('is everything that was written but is not shown', () => {
    expect(body.attributes).toEqual(
      expect.arrayContaining(['title', 'alt', 'secret', 'https://u.example', 'note', 'https://a.example']),
    );
    expect(body.rendererVersion).toBe(RENDERER_VERSION);
  });
});

describe('a body out of bounds', () => {
  it('keeps every word of what is nested too deep, and nests fifty tags at most even inside a quote', () => {
    const deep = renderBody(
      `${'> '.repeat(200)}deep\n\n${'- '.repeat(200)}list\n\n${'*'.repeat(300)}marks${'*'.repeat(300)}`,
    );
    for (const word of ['deep', 'list', 'marks']) expect(deep.html).toContain(word);
    const quoting = renderBody(`${'> '.repeat(9)}[quote:P]\n\n> > > > > [quote:P]`);
    const shown = resolveMarkers(quoting.html, {
      mention: () => null,
      quote: () => ({ html: deep.html, author: 'A' }),
    });
    expect(quoting.quotes).toHaveLength(1);
    expect(deepest(shown)).toBeLessThanOrEqual(50);
  });

  it('is shown as paragraphs when it is too long to read as Markdown', () => {
    const long = renderBody(`*a* <b>\n\n${'b '.repeat(BODY_LENGTH)}`);
    expect(long.html.startsWith('<p>*a* &lt;b&gt;</p>\n<p>b b')).toBe(true);
    expect(long.text.startsWith('*a* <b>\n\nb b')).toBe(true);
  });

  it('does not break on halves of characters', () => {
    expect(html('a\ud800b\0')).toBe('<p>a\ufffdb\ufffd</p>');
  });
});

function deepest(markup: string): number {
  let depth = 0;
  let most = 0;
  for (const [tag] of markup.matchAll(/<\/?[a-z0-9]+[^>]*>/g)) {
    if (tag.endsWith('/>')) continue;
    depth += tag.startsWith('</') ? -1 : 1;
    most = Math.max(most, depth);
  }
  return most;
}
