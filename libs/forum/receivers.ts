import { listsOf } from '#membership';
import { sql, type Sql, type Viewer } from '#platform';
import type { ManyViewers, Sight } from './forum.policy.js';

/** What one receiver asks for. */
export interface Ask {
  viewer: Viewer;
  ids: readonly string[];
}

const sight: ManyViewers = {
  accountId: sql`receiver.account_id`,
  keys: sql`receiver.keys`,
  own: sql`receiver.own`,
  mine: sql`receiver.mine`,
  blocked: sql`receiver.blocked`,
};

/**
 * One statement that answers many receivers: `list` is evaluated beside each of them, with that one's keys, own
 * matches, blocks and account. Nothing is shared between receivers, so each gets what the same list answers when that viewer asks alone.
 * The rows carry `forReceiver`, the place of their receiver in `asks`.
 */
export function besideEach(asks: readonly Ask[], list: (receiver: Sight, ids: Sql) => Sql): Sql {
  const viewers = asks.map(({ viewer }) => ({ ...viewer, ...listsOf(viewer) }));
  const texts = (listOf: (viewer: (typeof viewers)[number]) => readonly string[]): string[] =>
    viewers.map((viewer) => arrayText(listOf(viewer)));
  return sql`
    with receiver as materialized (
      select asked.place::int - 1 as place, asked.account_id, asked.keys::text[] as keys, asked.own::text[] as own,
        asked.mine::text[] as mine, asked.blocked::uuid[] as blocked, asked.ids::uuid[] as ids
      from unnest(${viewers.map(({ accountId }) => accountId)}::uuid[], ${texts(({ keys }) => keys)}::text[],
        ${texts(({ own }) => own)}::text[], ${texts(({ mine }) => mine)}::text[],
        ${texts(({ blocked }) => blocked)}::text[], ${asks.map(({ ids }) => arrayText(ids))}::text[])
        with ordinality as asked(account_id, keys, own, mine, blocked, ids, place)
    )
    select receiver.place as "forReceiver", q.* from receiver cross join lateral (${list(sight, sql`receiver.ids`)}) q`;
}

/** A list as PostgreSQL writes it: an array of lists of several lengths is no array, and JSON takes ten times as long. */
const arrayText = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replaceAll(/["\\]/g, '\\$&')}"`).join()}}`;

/** The answers in the order of the asks. */
export function perReceiver<Row extends { forReceiver: number }>(asks: readonly Ask[], rows: readonly Row[]): Row[][] {
  const byPlace = Map.groupBy(rows, ({ forReceiver }) => forReceiver);
  return asks.map((_ask, place) => byPlace.get(place) ?? []);
}
