import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import {
  CurrentViewer,
  decodeCursor,
  type EventQueue,
  isUuid,
  Refusal,
  requireUuid,
  Staff,
  type Viewer,
} from '#platform';
import { mayReview } from './review.policy.js';
import { ReviewQueueEvent } from './review.types.js';
import { type LoggedReviewEvent, ReviewHub } from './review-hub.js';

const isEventKey = ([program, seq]: readonly unknown[]): boolean => isUuid(program) && Number.isSafeInteger(seq);

@Resolver(() => ReviewQueueEvent)
export class ReviewEventsResolver {
  constructor(private readonly hub: ReviewHub) {}

  @Staff()
  @Subscription(() => ReviewQueueEvent, {
    description:
      'What happens in the review queue of a program. Ends with RESYNC_REQUIRED if the log no longer reaches back to `after`, with NOT_FOUND when the role is lost, with UNAUTHENTICATED when the session ends.',
    resolve: (event: ReviewQueueEvent) => event,
  })
  async reviewQueueEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('programId', { type: () => ID, description: 'The program.' }) program: string,
    @Args('after', {
      type: () => String,
      nullable: true,
      description:
        'Cursor of the last event that the client has: all since then that it may see now come first, once and in order. Absent: from now on, after a first event of kind SUBSCRIBED.',
    })
    cursor?: string | null,
  ): Promise<EventQueue<LoggedReviewEvent>> {
    const programId = requireUuid('Program', program);
    mayReview(viewer, programId);
    return this.hub.subscribe(viewer, programId, seqOf(cursor, programId));
  }
}

/** A cursor of another program is of no use here: the client must load afresh. */
function seqOf(cursor: string | null | undefined, programId: string): number | null {
  if (cursor == null) return null;
  const [program, seq] = decodeCursor<readonly [string, number]>('reviewQueueEvents', cursor, isEventKey);
  if (program !== programId) throw new Refusal('RESYNC_REQUIRED');
  return seq;
}
