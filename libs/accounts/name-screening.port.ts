import type { Transaction } from '#platform';

/** What was found in a name that somebody is to carry. */
export interface NameVerdict {
  /** A human looks before others see it. */
  readonly waits: boolean;
}

/** Whose name it is to be, and who gave it. */
export interface GivenName {
  accountId: string;
  /** Where it waits; null: nobody's program, so it waits nowhere and is never shown. */
  programId: string | null;
  name: string;
  /** Null: nobody who is known. */
  givenBy: string | null;
}

/**
 * Port, bound by `safety`: a name is a text that everybody reads. `screen` never throws, and what it could not judge waits.
 */
export abstract class NameScreening<V extends NameVerdict = NameVerdict> {
  /**
   * For names that cannot wait: of sign-in, of programs and cohorts. Whoever gives one chooses another.
   * @throws Refusal INVALID_INPUT
   */
  abstract requireFit(field: string, text: string): void;
  abstract screen(name: string): Promise<V>;
  /** Puts a name that waits before a human, as part of the caller's transaction. */
  abstract hold(tx: Transaction, given: GivenName, verdict: V): Promise<void>;
}

/** What a person is called until a human has looked at the name that was given. */
export const nameMeanwhile = 'New member';
