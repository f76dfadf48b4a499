import type { Role, Transaction } from '#platform';
import type { Place } from '../forum.policy.js';
import type { RenderedBody } from '../rendering/index.js';

/** A text on its way to a board, before anything is stored. */
export interface Contribution {
  author: { accountId: string; role: Role };
  place: Place;
  /** Set with the opening post of a thread, or when a title is changed. */
  title: string | null;
  /** Markdown as written. */
  body: string;
  rendered: RenderedBody;
  /** Set on an edit: the post that would change. */
  postId: string | null;
}

/** Help that is offered in the very answer to a post about self-harm, abuse or danger (domain 2.5). */
export interface SupportResource {
  title: string;
  url: string | null;
  phone: string | null;
}

export interface Verdict {
  /** PUBLISH: clean, and the program's policy lets this author publish here at once. HOLD: a human looks first. */
  outcome: 'PUBLISH' | 'HOLD';
  /** Held for danger: known to the author and the safeguarding lead alone. */
  restricted: boolean;
  /** Rules with version that spoke, for the audit trail: `PII-PHONE.NANP@3`. */
  ruleIds: readonly string[];
  supportResources: readonly SupportResource[];
}

/** Where a screened revision was stored. */
export interface StoredRevision {
  postId: string;
  threadId: string;
  boardId: string;
  programId: string;
  revisionId: string;
  authorId: string;
  isEdit: boolean;
}

/**
 * Port, bound by `safety`: looks at every text before it is stored and decides whether it may appear at once.
 * `screen` never throws and never lets pass what it could not judge: an error or a time-out is HOLD (domain 0.3).
 */
export abstract class Screening<V extends Verdict = Verdict> {
  abstract screen(contribution: Contribution): Promise<V>;
  /** Called in the transaction that stored the revision, before it is published: queue entries, cases, signals. */
  abstract record(tx: Transaction, stored: StoredRevision, verdict: V): Promise<void>;
  /** The help that was offered with this post, for a repetition of the call that made it. */
  abstract supportFor(postId: string): Promise<readonly SupportResource[]>;
}
