import type { DocumentRecord } from '../documents.queries.js';
import { inPayloads } from './meilisearch-index.js';
import { indexSettings, sameSettings } from './settings.js';

const document = (id: string, body: string): DocumentRecord => ({
  id,
  boardId: '',
  programId: '',
  authorId: '',
  audience: [],
  kind: 'DISCUSSION',
  opening: false,
  unanswered: false,
  createdAt: 0,
  title: '',
  body,
  fingerprint: '1',
});

describe('payloads of documents', () => {
  it('are cut by their bytes, between documents, and lose none', () => {
    const documents = ['a', 'b', 'c', 'd'].map((id) => document(id, 'ζ'.repeat(1_000)));
    const payloads = [...inPayloads(documents, 4_800)];
    expect(payloads.map((payload) => payload.trim().split('\n').length)).toEqual([2, 2]);
    for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(4_800);
    const ids = payloads.flatMap((payload) =>
      payload
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    );
    expect(ids).toEqual(['a', 'b', 'c', 'd']);
    expect([...inPayloads([], 10)]).toEqual([]);
    expect([...inPayloads([document('long', 'x'.repeat(100))], 10)]).toHaveLength(1);
  });

  it('hold no line break within a document, and letters as both engines compare them', () => {
    const [line = ''] = [...inPayloads([document('a', 'Über\nmorgen\u2028da')])];
    expect(line.trim()).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({ body: 'uber\nmorgen\u2028da', state: 'PUBLISHED' });
  });
});

describe('settings', () => {
  it('are the same as what the server says of them, in its order and with its defaults', () => {
    const said = JSON.parse(JSON.stringify(indexSettings)) as Record<string, unknown> & typeof indexSettings;
    said.filterableAttributes.reverse();
    said.stopWords.reverse();
    Object.assign(said, {
      faceting: { maxValuesPerFacet: 100 },
      dictionary: [],
      embedders: {},
      localizedAttributes: null,
    });
    expect(sameSettings(said)).toBe(true);
  });

  it.each([
    ['rankingRules', ['words']],
    ['searchableAttributes', ['body', 'title']],
    ['stopWords', []],
    ['synonyms', {}],
    ['typoTolerance', { enabled: false }],
    ['pagination', { maxTotalHits: 500 }],
    ['facetSearch', true],
    ['displayedAttributes', ['*']],
  ])('are others when %s differ', (name, value) => {
    expect(sameSettings({ ...indexSettings, [name]: value })).toBe(false);
  });
});
