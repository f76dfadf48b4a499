/** An unused session is over after so long; a school's holiday of two weeks means signing in anew. */
export const idleDays = 14;
/**
 * Signed in anew after so long in any case (NIST SP 800-63B section 4.1.3 for its first level: at least once per 30 days),
 * which is also how long an address may be kept (domain 2.9).
 */
export const sessionDays = 30;
/**
 * A client that lost the answer asks again with the same token. A phone gives a request up after half a minute or more, so
 * it is allowed for a minute, as long as no successor was used.
 */
const graceSeconds = 60;

export interface PresentedToken {
  generation: number;
  issuedAt: Date;
  usedAt: Date | null;
  /** The highest generation of the session. */
  newest: number;
}

/**
 * What to do with a refresh token of a living session.
 * ROTATE: the usual step. REPEAT: the answer was lost, give another successor. REPLAY: somebody holds a copy, end it all.
 */
export function judge(token: PresentedToken, now: Date): 'ROTATE' | 'REPEAT' | 'REPLAY' | 'EXPIRED' {
  if (now.getTime() - token.issuedAt.getTime() > idleDays * 86_400_000) return 'EXPIRED';
  if (token.usedAt === null) return 'ROTATE';
  // A generation after the next one exists only because the successor was used: then its answer was not lost.
  const successorUsed = token.newest > token.generation + 1;
  const inGrace = now.getTime() - token.usedAt.getTime() <= graceSeconds * 1000;
  return inGrace && !successorUsed ? 'REPEAT' : 'REPLAY';
}
