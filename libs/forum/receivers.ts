import { sql, type Sql, type Viewer } from '#platform';
import type { Sight } from './forum.policy.js';

/** What one receiver asks for. */
export interface Ask {
  viewer: Viewer;
  ids: readonly string[];
}

const sight: Sight = {
  accountId: sql`receiver.account_id`,
  keys: sql`receiver.keys`,
  blocked: sql`receiver.blocked`,
};

/**
 * One statement that answers many receivers: `list` is evaluated beside each of them, with that one's keys, blocks and
 * account. Nothing is shared between receivers, so each gets what the same list answers when that viewer asks alone.
 * The rows carry `forReceiver`, the place of their receiver in `asks`.
 */
export function besideEach(asks: readonly Ask[], list: (receiver: Sight, ids: Sql) => Sql): Sql {
  const asked = asks.map(({ viewer, ids }, place) => ({
    place,
    account_id: viewer.accountId,
    keys: viewer.keys,
    blocked: viewer.blocked,
    ids,
  }));
  return sql`
    select receiver.place as "forReceiver", q.*
    from json_to_recordset(${JSON.stringify(asked)}::json)
      as receiver(place int, account_id uuid, keys text[], blocked uuid[], ids uuid[])
      cross join lateral (${list(sight, sql`receiver.ids`)}) q`;
}

/** The answers in the order of the asks. */
export function perReceiver<Row extends { forReceiver: number }>(asks: readonly Ask[], rows: readonly Row[]): Row[][] {
  const byPlace = Map.groupBy(rows, ({ forReceiver }) => forReceiver);
  return asks.map((_ask, place) => byPlace.get(place) ?? []);
}
