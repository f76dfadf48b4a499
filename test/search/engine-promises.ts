import { ThreadKind } from '#forum';
import { audienceKeys } from '#membership';
import type { SearchRequest } from '#search';
import type { Workbench } from './workbench.js';

type Promised = [promise: string, check: (on: Workbench) => Promise<void>];

/** The promises of an engine, written once and asked of each. A new test of the suite is a line here. */
const list: Promised[] = [
  [
    'finds a post by its words, whatever their case and accents',
    async (on) => {
      const [one] = await on.posts('The Übersetzung of café menus.');
      expect(await on.find('ubersetzung')).toEqual([one]);
      expect(await on.find('CAFÉ menus')).toEqual([one]);
      expect(await on.find('cafe zebra')).toEqual([]);
      const [street] = await on.posts('Die Gärtnerstraße in Łódź, smørrebrød.');
      for (const query of ['gartnerstrasse', 'GÄRTNERSTRASSE', 'lodz gärtnerstraße', 'Smorrebrod']) {
        expect([query, await on.find(query)]).toEqual([query, [street]]);
      }
    },
  ],
  [
    'looks for all words, for phrases as they stand, and not for what is excluded',
    async (on) => {
      const [one, two] = await on.posts('Orchid sapphire lantern.', 'Sapphire orchid balloon.');
      expect(await on.find('orchid sapphire')).toEqual([one, two].sort());
      expect(await on.find('"orchid sapphire"')).toEqual([one]);
      expect(await on.find('orchid -balloon')).toEqual([one]);
    },
  ],
  [
    'forgives a typo in a long word',
    async (on) => {
      const [one] = await on.posts('A rhododendron in bloom.');
      expect(await on.find('rhododendrun')).toEqual([one]);
    },
  ],
  [
    'completes the word that is being typed',
    async (on) => {
      const [one] = await on.posts('Sessions of quadrophonic music.');
      expect(await on.find('quadroph', { prefix: true })).toEqual([one]);
      expect(await on.find('quadroph')).toEqual([]);
      expect(await on.find('-marmalade music quadroph', { prefix: true })).toEqual([one]);
    },
  ],
  [
    'looks for no word that says nothing, wherever it stands',
    async (on) => {
      const [one] = await on.posts('The hygrometer of the attic.');
      for (const query of ['hygrometer the', 'the hygrometer of', 'attic hygrometer of the']) {
        expect([query, await on.find(query)]).toEqual([query, [one]]);
      }
      expect(await on.find('the of')).toEqual([]);
    },
  ],
  [
    'keeps to exclusions, however many words there are',
    async (on) => {
      const words = 'amber brocade cinnabar damask ermine filigree gossamer heliotrope indigofera jacquard';
      const [one] = await on.posts(`${words}.`, `${words} kaleidoscope.`);
      expect(await on.find(`${words} -kaleidoscope`)).toEqual([one]);
    },
  ],
  [
    'is content with any of the words where that is asked for, and puts more of them first',
    async (on) => {
      const [one, both] = await on.posts('A zeppelin.', 'A zeppelin above the xylophone.');
      const any = await on.list('xylophone unheardofword zeppelin', { anyTerm: true, limit: 10 });
      expect(any).toEqual([both, one]);
      expect(await on.list('zeppelin unheardofword', { anyTerm: true, keys: [], limit: 10 })).toEqual([]);
    },
  ],
  [
    'reads Spanish, Greek and Arabic',
    async (on) => {
      const [spanish, greek, arabic] = await on.posts(
        'Una montaña preciosísima.',
        'Ένα παράθυρο ανοιχτό.',
        'نافذة مفتوحة هنا',
      );
      expect(await on.find('montana')).toEqual([spanish]);
      expect(await on.find('ΠΑΡΑΘΥΡΟ')).toEqual([greek]);
      expect(await on.find('نافذة')).toEqual([arabic]);
    },
  ],
  [
    'answers nothing without a key of the board, and nothing for keys of other boards',
    async (on) => {
      await on.posts('Hidden cormorant.');
      expect(await on.find('cormorant')).toHaveLength(1);
      expect(await on.find('cormorant', { keys: [] })).toEqual([]);
      expect(
        await on.find('cormorant', { keys: [audienceKeys.match('00000000-0000-7000-8000-000000000000')] }),
      ).toEqual([]);
      const many = Array.from({ length: 300 }, (_, n) =>
        audienceKeys.match(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`),
      );
      expect(await on.find('cormorant', { keys: many })).toEqual([]);
      expect(await on.find('cormorant', { keys: [...many, ...on.keys] })).toHaveLength(1);
    },
  ],
  [
    'narrows by board, author, kind, answer, title and time',
    async (on) => {
      const [one] = await on.posts('A peregrine flies.');
      const nobody = '00000000-0000-7000-8000-000000000000';
      for (const [narrowed, found] of [
        [{ boardIds: [on.boardId] }, true],
        [{ boardIds: [nobody] }, false],
        [{ authorIds: [on.authorId] }, true],
        [{ authorIds: [nobody] }, false],
        [{ boardIds: [] }, false],
        [{ kind: ThreadKind.DISCUSSION }, true],
        [{ kind: ThreadKind.QUESTION }, false],
        [{ unanswered: true }, false],
        [{ inTitle: true }, false],
        [{ before: Date.now() + 60_000 }, true],
        [{ before: Date.now() - 3_600_000 }, false],
        [{ from: Date.now() - 3_600_000 }, true],
        [{ from: Date.now() + 60_000 }, false],
      ] as const) {
        expect({ narrowed, found: await on.find('peregrine', narrowed) }).toEqual({
          narrowed,
          found: found ? [one] : [],
        });
      }
      expect(await on.find('gyroscopic', { inTitle: true })).toHaveLength(1);
    },
  ],
  [
    'lists in order of time, and pages through everything once in every order',
    async (on) => {
      const all = await on.posts(
        ...Array.from({ length: 23 }, (_, n) => `Nightingale ${'number '.repeat(n % 4)}song.`),
      );
      expect(await on.list('nightingale', { order: 'NEWEST' })).toEqual([...all].reverse());
      expect(await on.list('nightingale', { order: 'OLDEST' })).toEqual(all);
      for (const order of ['NEWEST', 'OLDEST', 'RELEVANCE'] as const) {
        const seen: string[] = [];
        let after: SearchRequest['after'] = null;
        for (const size of [10, 10, 3]) {
          const found = await on.engine.find(on.request('nightingale', { order, after, limit: 10 }));
          expect([order, found.hits.length, found.more]).toEqual([order, size, size === 10]);
          seen.push(...found.hits.map(({ postId }) => postId));
          after = found.hits.at(-1)?.key ?? null;
        }
        expect([...seen].sort()).toEqual([...all].sort());
      }
    },
  ],
  [
    'pages on behind the thousandth hit, through every one of them once',
    async (on) => {
      const count = 1_130;
      await on.copies('A starling in the murmuration.', count);
      for (const [order, limit] of [
        ...(['NEWEST', 'OLDEST', 'RELEVANCE'] as const).map((one) => [one, 100] as const),
        ...(['NEWEST', 'OLDEST', 'RELEVANCE'] as const).map((one) => [one, 1_000] as const),
      ]) {
        const seen: string[] = [];
        let after: SearchRequest['after'] = null;
        for (let more = true; more;) {
          const found = await on.engine.find(on.request('murmuration starling', { order, after, limit }));
          seen.push(...found.hits.map(({ postId }) => postId));
          // A page of members is full; a list for counting may end below what an engine lists at most.
          expect(found.hits.length >= Math.min(limit, 900) || !found.more).toBe(true);
          [more, after] = [found.more, found.hits.at(-1)?.key ?? null];
        }
        expect([order, limit, seen.length, new Set(seen).size]).toEqual([order, limit, count, count]);
      }
    },
  ],
  [
    'goes on behind a cursor whose post is gone, and is not moved by posts that come',
    async (on) => {
      const all = await on.posts(...Array.from({ length: 8 }, () => 'An oystercatcher.'));
      const first = await on.engine.find(on.request('oystercatcher', { limit: 3 }));
      const last = first.hits.at(-1);
      // The cursor's own post, and one before it: what follows must not move up into what was seen.
      await on.engine.remove([first.hits[0]?.postId ?? '', last?.postId ?? '']);
      await on.posts('An oystercatcher, later.');
      const rest = await on.engine.find(on.request('oystercatcher', { after: last?.key ?? null, limit: 20 }));
      const seen = [...first.hits, ...rest.hits].map(({ postId }) => postId);
      expect(seen.sort()).toEqual([...all].sort());
    },
  ],
  [
    'puts a match in a title before one in a text',
    async (on) => {
      const [text] = await on.posts('The kingfisher is in here, among many other words of a long enough text.');
      const title = await on.thread('Kingfisher', 'Nothing else.');
      expect(await on.list('kingfisher')).toEqual([title, text]);
    },
  ],
  [
    'says what posts say now: edits replace, and what is not published has no document',
    async (on) => {
      const [one, two] = await on.posts('A flamingo stands.', 'A flamingo sleeps.');
      await on.say(one ?? '', `update post set body_text = 'An ibis stands.' where id = $1`);
      await on.say(two ?? '', `update post set state = 'HIDDEN' where id = $1`);
      expect(await on.find('flamingo')).toEqual([]);
      expect(await on.find('ibis')).toEqual([one]);
      await on.say(two ?? '', `update post set state = 'PUBLISHED' where id = $1`);
      expect(await on.find('flamingo')).toEqual([two]);
      await on.engine.remove([one ?? '', two ?? '']);
      expect([await on.find('flamingo'), await on.find('ibis')]).toEqual([[], []]);
      await on.engine.remove([one ?? '']);
    },
  ],
  [
    'takes whatever people type for words',
    async (on) => {
      for (const text of [
        '',
        '"',
        "' or 1=1 --",
        'a & | ! <-> :*',
        '\\',
        'audience IN [x]',
        '-',
        '()',
        '😀',
        'x'.repeat(400),
      ]) {
        await expect(on.engine.find(on.request(text))).resolves.toBeDefined();
      }
    },
  ],
  ['is well', async (on) => expect(await on.engine.health()).toBeNull()],
  [
    'is compared with the posts, and repaired',
    async (on) => {
      const [one] = await on.posts('A solitary bittern.');
      expect(await on.drift({ repair: true })).toBeGreaterThanOrEqual(0);
      expect(await on.drift({ repair: false })).toBe(0);
      await on.engine.remove([one ?? '']);
      expect(await on.drift({ repair: true })).toBe(1);
      expect(await on.find('bittern')).toEqual([one]);
      expect(await on.drift({ repair: false })).toBe(0);
    },
  ],
  [
    'is rebuilt while it answers',
    async (on) => {
      const [one] = await on.posts('A whimbrel on the shore.');
      const answers: string[][] = [];
      const rebuild = on.rebuild();
      const isDone = rebuild.then(() => true);
      while (!(await Promise.race([isDone, Promise.resolve(false)]))) answers.push(await on.find('whimbrel'));
      expect(answers.length).toBeGreaterThan(0);
      for (const answer of [...answers, await on.find('whimbrel')]) expect(answer).toEqual([one]);
      expect(await on.drift({ repair: false })).toBe(0);
    },
  ],
  [
    'answers through the API, as the engine that should',
    async (on) => {
      await on.posts('A curlew that everybody on the board may hear.');
      for (const query of ['curlew', 'curlwe', 'curlew from:me', '"a curlew that"']) {
        const { search } = await on.ada.run('Search', { query, first: 5 });
        expect([query, search.degraded, search.edges.length]).toEqual([query, false, 1]);
        expect(search.edges[0].highlight).toContain('<mark>curlew</mark>');
      }
      const finn = await on.community.as('finn');
      expect((await finn.run('Search', { query: 'curlew', first: 5 })).search).toEqual({
        degraded: false,
        edges: [],
        pageInfo: { hasNextPage: false, endCursor: null },
      });
    },
  ],
];

export const enginePromises = (): readonly Promised[] => list;
