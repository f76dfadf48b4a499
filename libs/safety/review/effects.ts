import { Injectable } from '@nestjs/common';
import { type Cause, Contributions, PostState, PostStates, prepareText } from '#forum';
import { Clock, Ids, insertInto, Refusal, sql, type Transaction } from '#platform';
import type { LockedItem } from './item-lock.js';
import type { Effect } from './legal-decisions.js';

export interface Redaction {
  body: string;
  /** For the opening post of a thread; absent: the title stays as it was written. */
  title: string | null;
}

export interface EffectWanted {
  effect: Effect;
  cause: Cause;
  redaction: Redaction | null;
  /** Who makes a redacted version. */
  actorId: string;
}

/** What a decision does to a post. Every step goes through `PostStates`; nothing here writes a state itself. */
@Injectable()
export class Effects {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly states: PostStates,
    private readonly contributions: Contributions,
  ) {}

  /** @returns whether the post's own trail line tells of the decision */
  async apply(tx: Transaction, item: LockedItem, wanted: EffectWanted): Promise<boolean> {
    const { effect, cause } = wanted;
    const { postId, revisionId } = item;
    if (effect === 'KEEP' || effect === 'ESCALATE' || postId === null || revisionId === null) return false;
    switch (effect) {
      case 'PUBLISH':
        await this.states.publish(tx, postId, newest(item), cause);
        break;
      case 'PUBLISH_REDACTED':
        await this.publishRedacted(tx, item, postId, newest(item), wanted);
        break;
      case 'RETURN':
        await this.states.reject(tx, postId, newest(item), cause);
        await this.giveBack(tx, item, postId, newest(item));
        break;
      case 'REFUSE':
        await this.states.reject(tx, postId, newest(item), cause);
        break;
      case 'HIDE':
        await this.states.takeDown(tx, postId, 'hide', cause);
        break;
      case 'REMOVE':
        await this.states.takeDown(tx, postId, 'remove', cause);
        break;
      case 'RESTORE':
        await this.states.publish(tx, postId, item.shownRevisionId ?? revisionId, cause, 'restore');
        break;
      case 'UPHOLD':
        await this.states.publish(
          tx,
          postId,
          revisionId,
          cause,
          item.postState === PostState.PUBLISHED ? 'approve' : 'uphold',
        );
        break;
    }
    return true;
  }

  /** From now on the post is known to its author, the lead and the case's owner alone. */
  async restrict(tx: Transaction, postId: string): Promise<void> {
    await this.states.restrict(tx, postId);
  }

  /** A version by staff is published; the original keeps its place in the history and is shown to nobody else. */
  private async publishRedacted(
    tx: Transaction,
    item: LockedItem,
    postId: string,
    original: string,
    { redaction, cause, actorId }: EffectWanted,
  ): Promise<void> {
    if (!redaction) throw Refusal.invalid('redactedBody', 'is needed for a redaction');
    const before = await tx.first<{ title: string | null; boardId: string; parentId: string | null }>(sql`
      select v.title, p.board_id as "boardId", p.parent_id as "parentId"
      from revision v join post p on p.id = v.post_id where v.id = ${original}`);
    if (!before) throw Refusal.notFound();
    const title = redaction.title ?? before.title;
    const text = prepareText(title === null ? { body: redaction.body } : { title, body: redaction.body });
    const redacted = await this.contributions.storeRevision(tx, {
      postId,
      authorId: actorId,
      boardId: before.boardId,
      threadId: item.isOpening ? null : item.threadId,
      parentId: before.parentId,
      expectedVersion: item.postVersion ?? 0,
      text,
      restricted: false,
    });
    await tx.run(sql`update revision set state = 'REJECTED' where id = ${original}`);
    await this.states.publish(tx, postId, redacted, cause);
  }

  /** The text becomes a draft of its author's, tied to the post: sending it again brings it back to this very item. */
  private async giveBack(tx: Transaction, item: LockedItem, postId: string, revisionId: string): Promise<void> {
    const text = await tx.first<{ authorId: string; parentId: string | null; title: string | null; body: string }>(sql`
      select p.author_id as "authorId", p.parent_id as "parentId", v.title, v.body
      from post p join revision v on v.id = ${revisionId} where p.id = ${postId}`);
    if (!text) throw Refusal.notFound();
    const now = this.clock.now();
    const place = item.isOpening
      ? { boardId: item.boardId, threadId: null, parentId: null }
      : { boardId: null, threadId: item.threadId, parentId: text.parentId };
    await tx.run(sql`delete from draft where post_id = ${postId}`);
    await tx.run(
      insertInto('draft', {
        id: this.ids.next(),
        accountId: text.authorId,
        ...place,
        postId,
        title: text.title,
        body: text.body,
        createdAt: now,
        updatedAt: now,
      }),
    );
  }
}

/** The text that waits. @throws Refusal CONFLICT if there is a newer one than the item is about */
function newest(item: LockedItem): string {
  const { revisionId, latestRevisionId } = item;
  if (revisionId === null || revisionId !== latestRevisionId) {
    throw new Refusal('CONFLICT', 'Its author has written another text meanwhile.');
  }
  return revisionId;
}
