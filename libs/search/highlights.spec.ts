import { highlight } from './highlights.js';
import type { SearchTerm } from './search-query.js';

const term = (text: string, more: Partial<SearchTerm> = {}): SearchTerm => ({
  text,
  phrase: false,
  negated: false,
  ...more,
});

describe('the piece of a text around what was found', () => {
  it('marks words as they are written, by case, accent and ending', () => {
    expect(highlight('Los volcanes de España y un VOLCÁN.', [term('volcan')])).toBe(
      'Los <mark>volcanes</mark> de España y un <mark>VOLCÁN</mark>.',
    );
    expect(highlight('She walks; walking is fine.', [term('walk')])).toBe(
      'She <mark>walks</mark>; <mark>walking</mark> is fine.',
    );
  });

  it('lets nothing of the text become HTML, marked or not', () => {
    const text = `<img src=x onerror="alert('1')"> & <mark>volcano</mark>`;
    const html = highlight(text, [term('img'), term('volcano')]);
    expect(html.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"']/);
    expect(html).toContain('&lt;mark&gt;<mark>volcano</mark>&lt;/mark&gt;');
  });

  it('starts shortly before the first match of a long text, at words, and says that there is more', () => {
    const text = `${'before '.repeat(80)}volcano ${'behind '.repeat(80)}`.trim();
    const html = highlight(text, [term('volcano')]);
    expect(html).toMatch(/^… before (?:before )*<mark>volcano<\/mark>(?: behind)+ …$/);
    expect(html.length).toBeLessThan(260);
  });

  it('shows the beginning where nothing is to be marked', () => {
    expect(highlight('Short text.', [])).toBe('Short text.');
    expect(highlight('Nothing of it here.', [term('volcano')])).toBe('Nothing of it here.');
    expect(highlight('volcano', [term('volcano', { negated: true })])).toBe('volcano');
    expect(highlight('', [term('volcano')])).toBe('');
  });

  it('marks a typo only where nothing fits better, and a beginning only while typing', () => {
    expect(highlight('A vulcano and a volcano.', [term('volcano')])).toBe('A vulcano and a <mark>volcano</mark>.');
    expect(highlight('A vulcano.', [term('volcano')])).toBe('A <mark>vulcano</mark>.');
    expect(highlight('A volcanologist.', [term('volcano')])).toBe('A volcanologist.');
    expect(highlight('A volcanologist.', [term('volcano')], true)).toBe('A <mark>volcanologist</mark>.');
    expect(highlight('A right one.', [term('wrong', { alternatives: ['right'] })])).toBe('A <mark>right</mark> one.');
  });

  it('never cuts a character in two', () => {
    const html = highlight('😀'.repeat(300), [term('x')]);
    expect(html.isWellFormed()).toBe(true);
  });

  it('is quick on the longest text there is', () => {
    const begun = performance.now();
    highlight('volcanic '.repeat(2_200), [term('qwertyuiop'), term('asdfghjkl')]);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
