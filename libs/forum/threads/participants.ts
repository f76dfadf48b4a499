import { Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import type { PersonType } from '#membership';
import { Database, globalId, Refusal, type Role, sql, type Sql, type Viewer } from '#platform';
import { readablePosts } from '../forum.policy.js';
import { listsOfMany, together } from '../lists.js';

const mostParticipants = 100;

interface ParticipantRow {
  id: string;
  displayName: string;
  role: Role;
}

/** Who takes part in a thread, as far as this viewer can read it. */
@Injectable()
export class Participants {
  constructor(private readonly database: Database) {}

  /** @throws Refusal INVALID_INPUT for less than one or more than a hundred */
  ofMany(viewer: Viewer, memo: Map<unknown, unknown>, first: number): DataLoader<string, PersonType[]> {
    if (first < 1 || first > mostParticipants) throw Refusal.invalid('first', `must be from 1 to ${mostParticipants}`);
    return together(memo, `participants:${first}`, async (ids) => {
      const rows = await listsOfMany<ParticipantRow>(this.database, ids, (id) => participantsOf(viewer, id, first));
      return ids.map((id) => (rows.get(id) ?? []).map(personOf));
    });
  }
}

/** In the order of their first posts, each in the role of that post. */
const participantsOf = (viewer: Viewer, threadId: Sql, limit: number): Sql => sql`
  select p.author_id as id, a.display_name as "displayName", (array_agg(p.author_role order by p.number))[1] as role
  from post p join board b on b.id = p.board_id join account a on a.id = p.author_id
  where p.thread_id = ${threadId} and p.number is not null and ${readablePosts(viewer)}
  group by p.author_id, a.display_name order by min(p.number) limit ${limit}`;

const personOf = ({ id, displayName, role }: ParticipantRow): PersonType => ({
  id: globalId('Account', id),
  displayName,
  role,
});
