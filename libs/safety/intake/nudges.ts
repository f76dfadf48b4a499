import { Injectable } from '@nestjs/common';
import { BODY_LENGTH } from '#forum';
import { Clock, RateLimits, Refusal, type Viewer } from '#platform';
import { type Finding, screenText } from '../screening/index.js';

/** More than so many places tell nobody anything new. */
const most = 20;

/** A nudge for an author, before anybody else is there to see the text (domain 2.4). */
@Injectable()
export class Nudges {
  constructor(
    private readonly clock: Clock,
    private readonly limits: RateLimits,
  ) {}

  /**
   * Where a text has a word that hurts. Only PROFANITY answers: what other rules let pass is not to be tried out by whoever
   * has a reason to get past them.
   * @returns places in UTF-16 units of the text, in order, at most 20
   * @throws Refusal INVALID_INPUT for a text that could not be sent either; RATE_LIMITED
   */
  async wordsToReconsider(viewer: Viewer, text: string): Promise<Finding['spans']> {
    if (!text.isWellFormed()) throw Refusal.invalid('text', 'is not valid Unicode');
    if (text.length > BODY_LENGTH) throw Refusal.invalid('text', `must have at most ${BODY_LENGTH} characters`);
    await this.limits.consume(viewer, 'wordsToReconsider');
    const { findings } = screenText({ text, author: { isAdult: false }, now: this.clock.now() });
    const spans = findings.filter(({ family }) => family === 'PROFANITY').flatMap((finding) => finding.spans);
    return spans.toSorted((one, other) => one.start - other.start).slice(0, most);
  }
}
