import { Injectable } from '@nestjs/common';
import { PostState, PostStates, renderBody } from '#forum';
import { Audit, Clock, Database, sql, type Transaction } from '#platform';
import { Cases } from '../cases/cases.js';
import { HeldTexts } from '../intake/held-texts.js';
import { authorOf, readTwice, screeningInput } from '../intake/verdict.js';
import { DecisionWriter } from '../review/decision-writer.js';
import { ReviewableKind } from '../review/review.enums.js';
import { ReviewQueue } from '../review/review-queue.js';
import { DecisionKind, Priority, priorityOf, ReasonCode } from '../safety.types.js';
import { screenSafely } from '../intake/screen-safely.js';
import type { Finding } from '../screening/index.js';
import { publishedPost, type ShownPost } from './rescan.queries.js';

export type RescanOutcome = 'CLEAN' | 'QUEUED' | 'HIDDEN';

interface NewlyFound {
  findings: readonly Finding[];
  priority: Priority;
  ruleIds: readonly string[];
  /** All of it is uncertain: the text stays where it is, and a human reads it soon. */
  visible: boolean;
}

/** What was written longer ago is a concern still, and no danger of this hour: nobody is woken for it as for one. */
const freshMs = 7 * 86_400_000;
/** An author who edits again and again meets the rules of now each time: after so many rounds those have spoken. */
const mostRounds = 3;

/** One published post under the rules of now. Running twice changes nothing: what was found is known the second time. */
@Injectable()
export class RescanStep {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly states: PostStates,
    private readonly heldTexts: HeldTexts,
    private readonly queue: ReviewQueue,
    private readonly decisions: DecisionWriter,
    private readonly cases: Cases,
  ) {}

  async take(post: ShownPost): Promise<RescanOutcome> {
    let shown: ShownPost | null = post;
    for (let round = 0; shown !== null && round < mostRounds; round += 1) {
      const found = await this.read(shown);
      if (!found) return 'CLEAN';
      const current: ShownPost = shown;
      const outcome = await this.database.transaction((tx) => this.act(tx, current, found));
      if (outcome) return outcome;
      // Another text is shown by now, or none.
      shown = await this.database.first<ShownPost>(publishedPost(post.postId));
    }
    return 'CLEAN';
  }

  /** @returns null if the rules have nothing to say that was not known when the text was published */
  private async read(post: ShownPost): Promise<NewlyFound | null> {
    const at = post.createdAt;
    const rendered = renderBody(post.body);
    const judged = { ...post, rendered };
    const author = authorOf(judged, post, at);
    // Signals that add up were counted when each was written; here every text speaks for itself and its window.
    const input = screeningInput(judged, { ...post, weakSignals: 0 }, author, at);
    const result = await readTwice(input, rendered.text, screenSafely);
    const findings = result.findings.filter(({ ruleId, weak }) => weak !== true && !post.known.includes(ruleId));
    const [worst] = findings.map(({ priority }) => priorityOf(priority)).toSorted();
    if (!worst) return null;
    const old = this.clock.now().getTime() - at.getTime() > freshMs;
    return {
      findings,
      priority: old && worst === Priority.P0 ? Priority.P1 : worst,
      ruleIds: findings.map(({ ruleId, version }) => `${ruleId}@${version}`),
      visible: findings.every(({ visible }) => visible === true),
    };
  }

  /** @returns null if the post shows another text by now, so that nothing may be done because of this one */
  private async act(tx: Transaction, post: ShownPost, found: NewlyFound): Promise<RescanOutcome | null> {
    const { postId, revisionId, authorId, boardId } = post;
    const locked = await tx.first<{ same: boolean }>(sql`
      with place as (
        select id from thread where id = (select thread_id from post where id = ${postId}) for no key update
      )
      select p.state = 'PUBLISHED' and p.shown_revision_id = ${revisionId}::uuid as same
      from place join post p on p.thread_id = place.id where p.id = ${postId} for no key update of p`);
    if (!locked?.same) return null;
    const known = await tx.rows<{ ruleId: string }>(sql`
      select distinct rule_id as "ruleId" from finding
      where post_id = ${postId} and revision_id = ${revisionId} and not weak`);
    // Somebody else had this turn as well, and was first.
    if (found.findings.every(({ ruleId }) => known.some((one) => one.ruleId === ruleId))) return 'CLEAN';
    await this.heldTexts.store(tx, found.findings, { postId, revisionId, authorId, boardId, reviewableId: null });
    if (found.visible || found.priority === Priority.P3) return this.putBeforeHuman(tx, post, found);
    return this.hide(tx, post, found);
  }

  /** A matter of words or links, or an uncertain one: it stays where it is, and a human looks. */
  private async putBeforeHuman(
    tx: Transaction,
    post: ShownPost,
    { ruleIds, priority }: NewlyFound,
  ): Promise<RescanOutcome> {
    const { postId, revisionId, programId, authorId } = post;
    await this.audit.write(tx, {
      action: 'post.rescanned',
      programId,
      targetType: 'Post',
      targetId: postId,
      revisionId,
      ruleIds: [...ruleIds],
      facts: { by: 'rescan' },
    });
    const what = { kind: ReviewableKind.COVERAGE, targetId: postId, programId, postId, revisionId };
    await this.queue.open(tx, { ...what, subjectAccountId: authorId, priority });
    return 'QUEUED';
  }

  /** Out of sight until a human has looked; its author is told that a program did it, and how to object. */
  private async hide(tx: Transaction, post: ShownPost, found: NewlyFound): Promise<RescanOutcome> {
    const { postId, revisionId, programId, authorId, matchId } = post;
    const { priority, ruleIds, findings } = found;
    const cause = { actorId: null, actorRole: null, by: 'rescan', ruleIds: [...ruleIds], reasonCode: 'SAFETY' };
    await this.states.takeDown(tx, postId, 'hide', cause);
    const what = { programId, postId, revisionId, subjectAccountId: authorId };
    const kind = ReviewableKind.HELD_POST;
    const item = await this.queue.open(tx, { kind, targetId: postId, ...what, priority });
    await this.decisions.write(
      tx,
      {
        id: item.id,
        version: item.version,
        kind,
        ...what,
        shownRevisionId: revisionId,
        postState: PostState.PUBLISHED,
      },
      {
        id: this.decisions.nextId(),
        kind: DecisionKind.HIDE,
        effect: 'HIDE',
        reasonCode: ReasonCode.OTHER,
        note: null,
        actorId: null,
        actorRole: null,
        keepsWaiting: true,
      },
    );
    const worst = findings.toSorted((one, other) => (one.priority < other.priority ? -1 : 1))[0];
    if (worst && (priority === Priority.P0 || priority === Priority.P1)) {
      const category = worst.family;
      await this.cases.open(tx, { ...what, matchId, reviewableId: item.id, priority, category, openedBy: null });
    }
    return 'HIDDEN';
  }
}
