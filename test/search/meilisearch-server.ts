import { Meilisearch, MeilisearchApiError } from 'meilisearch';
import { MeilisearchParts } from '#search';
import type { Community } from '../support/community.js';

/** A real Meilisearch as its owner sees it: what our code did there, and the end of it. */
export class MeilisearchServer {
  private readonly owner: Meilisearch;

  constructor(
    private readonly community: Community,
    host: string,
    private readonly key: string | undefined,
  ) {
    this.owner = new Meilisearch({ host, timeout: 20_000, ...(key && { apiKey: key }) });
  }

  /** Names of the indexes that begin so. */
  async indexes(prefix: string): Promise<string[]> {
    const { results } = await this.owner.getRawIndexes({ limit: 1_000 });
    return results.map(({ uid }) => uid).filter((uid) => uid.startsWith(prefix));
  }

  /** How many tasks changed the settings of our index while something was done. */
  async settingsTasksOf(work: () => Promise<void>): Promise<number> {
    const { live } = this.community.app.get(MeilisearchParts).names;
    const count = async (): Promise<number> =>
      (await this.owner.tasks.getTasks({ indexUids: [live], types: ['settingsUpdate'], limit: 1 })).total;
    const before = await count();
    await work();
    return (await count()) - before;
  }

  /** The keys that were made for us, if the given one makes keys at all. */
  private async madeKeys(prefix: string): Promise<{ uid: string; key: string; actions: string[] }[] | null> {
    try {
      const { results } = await this.owner.getKeys({ limit: 1_000 });
      return results.filter(({ name, indexes }) => name?.startsWith('Porchlight ') && indexes[0]?.startsWith(prefix));
    } catch (error) {
      if (error instanceof MeilisearchApiError) return null;
      throw error;
    }
  }

  async expectLeastRights(prefix: string): Promise<void> {
    const made = await this.madeKeys(prefix);
    const { config } = this.owner;
    if (!this.key || !made) return expect(config.apiKey).toBe(this.key);
    const actions = made.map((one) => [...one.actions].sort().join(' ')).sort();
    expect(actions).toHaveLength(2);
    expect(actions).toContain('search');
    expect(actions.join(' ')).not.toMatch(/\*|keys|dumps|snapshots|stats|version/);
    const [searching] = made.filter((one) => one.actions.join() === 'search');
    const stranger = new Meilisearch({ host: config.host, apiKey: searching?.key ?? '', timeout: 20_000 });
    await expect(stranger.index(`${prefix}_posts`).getSettings()).rejects.toMatchObject({
      cause: { code: 'invalid_api_key' },
    });
  }

  /** Takes away what this run made. */
  async clean(prefix: string): Promise<void> {
    for (const uid of await this.indexes(prefix)) await this.owner.deleteIndex(uid).waitTask({ timeout: 30_000 });
    for (const { uid } of (await this.madeKeys(prefix)) ?? []) await this.owner.deleteKey(uid);
  }
}
