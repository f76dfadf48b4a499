import { defineJob, type Recurring } from '#platform';

/** Brings Meilisearch up to the newest events. One job for whatever has changed: Meilisearch likes batches. */
export const pushSearch = defineJob<Record<string, never>>('search.push');
/** Pushes run one after the other, in whatever process, so an older text never overtakes a newer one. */
export const pushQueue = 'search';
/** Compares documents with posts, board by board, and repairs what differs. */
export const checkSearch = defineJob<Record<string, never>>('search.check', 3);

/** Recurring work of this library; `apps/worker/schedule.ts` lists it. */
export const searchSchedule: readonly Recurring[] = [
  {
    job: pushSearch,
    cron: '* * * * *',
    needs: 'MEILI_URL',
    why: 'brings Meilisearch up to date even if nobody woke it: at a first start, after a crash, after it was away',
  },
  {
    job: checkSearch,
    cron: '43 2 * * *',
    why: 'compares every search document with its post, repairs what differs, and forgets words that occur no more',
  },
];
