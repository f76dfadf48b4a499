import { Injectable } from '@nestjs/common';
import { Clock, Database, RateLimits, Refusal, requireUuid, sql, type Viewer } from '#platform';
import { BoardHolds } from '../boards/board-holds.js';
import { BoardLogWriter } from '../boards/board-log.js';
import { mayWrite } from '../forum.policy.js';
import { BoardEventKind, PostState } from '../forum.types.js';
import { placeOfPost, type PostPlace } from '../submissions/places.queries.js';
import type { Post } from '../posts/post.types.js';
import type { SetReactionInput } from './reactions.types.js';
import { ForumReader } from '../reader.js';

/** Reactions: one of each kind per person, from a small fixed set. */
@Injectable()
export class ReactionsService {
  constructor(
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
    private readonly boardLog: BoardLogWriter,
    private readonly holds: BoardHolds,
    private readonly reader: ForumReader,
  ) {}

  /** Setting what is set already, or taking away what is not there, changes nothing and is no error. */
  async set(viewer: Viewer, input: SetReactionInput): Promise<Post> {
    const place = await this.database.first<PostPlace>(placeOfPost(viewer, requireUuid('Post', input.postId)));
    if (!place) throw Refusal.notFound();
    mayWrite(viewer, place);
    requirePublished(place.state);
    await this.limits.consume(viewer, 'setReaction', place);
    await this.database.transaction(async (tx) => {
      // The post's row is locked, so that the counts and the rows move together.
      const { hold, state, threadId } = await this.holds.answered(tx, viewer.accountId, place.postId);
      requirePublished(state);
      const changed = await tx.run(
        input.on
          ? sql`insert into reaction (post_id, account_id, kind, created_at)
              values (${place.postId}, ${viewer.accountId}, ${input.kind}, ${this.clock.now()}) on conflict do nothing`
          : sql`delete from reaction where post_id = ${place.postId} and account_id = ${viewer.accountId}
              and kind = ${input.kind}`,
      );
      if (changed === 0) return;
      await tx.run(sql`
        update post set reaction_counts = coalesce((
          select jsonb_object_agg(kind, count) from (
            select kind, count(*) from reaction where post_id = ${place.postId} group by kind) r), '{}')
        where id = ${place.postId}`);
      this.boardLog.append(tx, hold, { threadId, postId: place.postId, kind: BoardEventKind.REACTIONS_CHANGED });
    });
    return this.reader.written(viewer, place.postId);
  }
}

function requirePublished(state: PostState): void {
  if (state !== PostState.PUBLISHED) throw new Refusal('CONFLICT', 'Only published posts can be reacted to.');
}
