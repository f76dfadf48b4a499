/** The ways in which a person can be told. */
export enum PageChannelName {
  LOG = 'LOG',
  MAIL = 'MAIL',
  WEBHOOK = 'WEBHOOK',
}

/** All that leaves the server when somebody is told: where, how urgent, which case. Never whom or what it is about. */
export interface PageMessage {
  /** The same for every try of this page: a receiver can tell a repetition by it. */
  id: string;
  /** Null: it is about a program, not about a case. */
  caseId: string | null;
  /** P0 or P1 of a case; OVERDUE of a queue; BREAK_GLASS of a pair's board. */
  priority: string;
  programName: string;
  /** `P0 in Riverside Mentoring. Open the queue.` */
  text: string;
  /** Where it is opened; null when the server does not know its own address (PUBLIC_URL). */
  url: string | null;
  to: { accountId: string; email: string | null };
}

/** Port: one way to tell a person. `send` resolves once the other side has taken the page, and throws otherwise. */
export abstract class PagingChannel {
  abstract readonly name: PageChannelName;
  /** Whether this person can be told in this way at all. */
  abstract reaches(person: { email: string | null }): boolean;
  abstract send(page: PageMessage): Promise<void>;
}

/** A channel that has not taken a page by then counts as failed; the job tries again. */
export const sendTimeoutMs = 5_000;
