import { Injectable } from '@nestjs/common';
import { Clock, Ids, insertInto, Refusal, type Transaction, type Viewer } from '#platform';
import { longestTitle } from '../submissions/contributions.js';
import { type Place, roleOn } from '../forum.policy.js';
import { cleanText, renderBody } from '../rendering/index.js';
import { Screening } from '../submissions/screening.port.js';

/** Titles that staff give: screened like any text, but never stored to wait. */
@Injectable()
export class Titles {
  constructor(
    private readonly screening: Screening,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * @returns the title as it is stored
   * @throws Refusal INVALID_INPUT for a title that is empty or too long, or that would have to wait for review
   */
  async admit(viewer: Viewer, place: Place, given: string): Promise<string> {
    const cleaned = cleanText(given, { singleLine: true, maxLength: longestTitle });
    if (!cleaned.ok) throw Refusal.invalid('title', `must have 1 to ${longestTitle} characters of valid text`);
    const role = roleOn(viewer, place);
    if (!role) throw new Refusal('FORBIDDEN');
    const verdict = await this.screening.screen({
      author: { accountId: viewer.accountId, role },
      place,
      title: cleaned.text,
      body: '',
      rendered: renderBody(''),
      postId: null,
    });
    if (verdict.outcome === 'PUBLISH') return cleaned.text;
    const families = [...new Set(verdict.ruleIds.map((rule) => rule.split(/[.@]/)[0]))].join(', ');
    throw Refusal.invalid('title', `would be held for review${families ? ` (${families})` : ''}: choose another`);
  }

  /** Keeps the title that a thread had, for staff. */
  async keep(tx: Transaction, viewer: Viewer, threadId: string, title: string): Promise<void> {
    await tx.run(
      insertInto('thread_title', {
        id: this.ids.next(),
        threadId,
        title,
        changedBy: viewer.accountId,
        changedAt: this.clock.now(),
      }),
    );
  }
}
