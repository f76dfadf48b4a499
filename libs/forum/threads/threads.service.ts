import { Injectable } from '@nestjs/common';
import { Database, RateLimits, Refusal, requireUuid, type Viewer } from '#platform';
import { prepareText } from '../submissions/contributions.js';
import { mayStartThread, notThere } from '../forum.policy.js';
import { ThreadKind } from '../forum.types.js';
import { type NewThreadPlace, placeOfBoard } from '../submissions/places.queries.js';
import type { CreateThreadInput } from '../submissions/posts.inputs.js';
import { paceFor } from '../submissions/slow-mode.js';
import type { Written } from '../submissions/submission-writer.js';
import { Submissions } from '../submissions/submissions.js';

/** Opening threads. */
@Injectable()
export class ThreadsService {
  constructor(
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly submissions: Submissions,
  ) {}

  async create(viewer: Viewer, input: CreateThreadInput, requestId: string): Promise<Written> {
    const call = { accountId: viewer.accountId, operation: 'createThread', key: input.idempotencyKey, input };
    const earlier = await this.submissions.earlier(call);
    if (earlier) return earlier;
    const kind = input.kind ?? ThreadKind.DISCUSSION;
    const place = await this.database.first<NewThreadPlace>(placeOfBoard(viewer, requireUuid('Board', input.boardId)));
    if (!place) throw notThere(viewer);
    const role = mayStartThread(viewer, place, kind);
    const requiresAcknowledgement = input.requiresAcknowledgement ?? false;
    if (requiresAcknowledgement && kind !== ThreadKind.ANNOUNCEMENT) {
      throw Refusal.invalid('requiresAcknowledgement', 'goes with an announcement');
    }
    await this.limits.consume(viewer, 'createThread', place);
    const text = prepareText(input);
    const thread = { kind, requiresAcknowledgement };
    return this.submissions.submit({
      viewer,
      role,
      place,
      text,
      call,
      requestId,
      pace: paceFor(viewer, place),
      thread,
      post: null,
    });
  }
}
