import { sql, uuidOf } from '#platform';
import { MeilisearchEngine, MeilisearchParts, PostgresEngine, type SearchEngine, SearchRebuild } from '#search';
import type { Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { enginePromises } from './engine-promises.js';
import { MeilisearchServer } from './meilisearch-server.js';
import { Talk } from './talk.js';
import { Workbench } from './workbench.js';

const promises = enginePromises();
const meili = process.env['MEILI_URL'];
const key = process.env['MEILI_API_KEY'];
/** Of this run alone, whatever else the server holds. */
const prefix = `porchtest_${Date.now().toString(36)}_${process.pid.toString(36)}`;
type Engine = [name: string, type: abstract new (...args: never[]) => SearchEngine, env: Record<string, string>];
const engines: Engine[] = [
  ['PostgreSQL', PostgresEngine, {}],
  ...(meili
    ? [
        [
          'Meilisearch',
          MeilisearchEngine,
          { MEILI_URL: meili, MEILI_INDEX: prefix, ...(key && { MEILI_API_KEY: key }) },
        ] satisfies Engine,
      ]
    : []),
];

describe.each(engines)('%s', (name, type, env) => {
  let community: Community;
  let on: Workbench;

  beforeAll(async () => {
    community = await startCommunity({ env });
    const talk = new Talk(community);
    const ada = await community.as('ada');
    const { viewer } = await ada.run('Viewer');
    const board = viewer.boards.nodes.find(({ kind }: Data) => kind === 'MATCH').id;
    const { thread } = await talk.open(ada, board, 'Gyroscopic work bench', 'Here it is tried.');
    // From an empty server: index, settings and documents are made by the rebuild.
    await community.app.get(SearchRebuild).run(() => undefined);
    const row = await community.database.first<{ audience: string[]; programId: string }>(
      sql`select audience, program_id as "programId" from board where id = ${uuidOf('Board', board)}`,
    );
    on = new Workbench(
      community.app.get<SearchEngine>(type),
      community,
      talk,
      ada,
      thread.id,
      uuidOf('Board', board) ?? '',
      row?.audience ?? [],
      [row?.programId ?? ''],
    );
  }, 120_000);
  afterAll(async () => {
    if (name === 'Meilisearch') await new MeilisearchServer(community, meili ?? '', key).clean(prefix);
    await community.stop();
  }, 60_000);

  it.each(promises)('%s', async (_promise, check) => check(on), 180_000);

  if (name === 'Meilisearch') {
    it('has its settings from the first time on, and is not given them again', async () => {
      const server = new MeilisearchServer(community, meili ?? '', key);
      expect(
        await server.settingsTasksOf(() => community.app.get(MeilisearchParts).index.ensure(`${prefix}_posts`)),
      ).toBe(0);
    }, 60_000);

    it('searches with a key that may do nothing else, where the given one makes keys', async () => {
      await new MeilisearchServer(community, meili ?? '', key).expectLeastRights(prefix);
    }, 60_000);

    it('leaves one index behind, and no second one', async () => {
      expect(await new MeilisearchServer(community, meili ?? '', key).indexes(prefix)).toEqual([`${prefix}_posts`]);
    }, 60_000);
  }
});

if (!meili) {
  describe('Meilisearch', () => {
    it(`is NOT CHECKED HERE: MEILI_URL is not set, so ${promises.length} promises were asked of PostgreSQL alone`, () => {
      process.stderr.write(
        `\n*** MEILI_URL is not set: ${promises.length} tests of the engine suite did NOT run against Meilisearch. ***\n\n`,
      );
      expect(promises.length).toBeGreaterThan(10);
    });
  });
}
