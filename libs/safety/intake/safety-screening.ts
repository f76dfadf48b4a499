import { Injectable } from '@nestjs/common';
import { BoardKind, type Contribution, Screening, type StoredRevision, type SupportResource } from '#forum';
import { ageOn } from '#membership';
import { Clock, Database, dayIn, logger, Role, sql, type Transaction } from '#platform';
import type { Finding, ScreeningInput, ScreeningResult } from '../screening/index.js';
import { Priority, priorityOf } from '../safety.types.js';
import { supportResourcesFor, type SupportQuestion } from '../support/support-resources.js';
import { type ExplainedVerdict, HeldTexts } from './held-texts.js';
import { screenSafely } from './screen-safely.js';
import { type ScreeningFacts, screeningFacts } from './screening-facts.js';
import { authorOf, readTwice, screeningInput, type TrustFinding, trustFindings } from './verdict.js';

/**
 * The detectors have 500 ms at the most (domain 2.3, kept by the engine itself). A database that has not said within four
 * seconds what is known of the author is away: the text waits for a human then. Shorter, a busy machine would hold what is
 * clean.
 */
const mostMs = 4_000;

export type SafetyVerdict = ExplainedVerdict;

/** A failure of the engine's surroundings, in the engine's own terms. */
const failed = (kind: 'ERROR' | 'TIMEOUT'): Finding => ({
  ruleId: `DETECTOR.${kind}`,
  family: 'DETECTOR',
  version: 1,
  category: kind.toLowerCase(),
  // Nobody knows what it says: it is looked at as soon as if it were known to be bad.
  priority: 'P2',
  spans: [],
});

/**
 * The way of every text to a board: detectors first, then the program's policy on who wrote it. It never throws, and
 * what it could not judge waits (domain 0.3).
 */
@Injectable()
export class SafetyScreening extends Screening<SafetyVerdict> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly heldTexts: HeldTexts,
  ) {
    super();
  }

  async screen(contribution: Contribution): Promise<SafetyVerdict> {
    const facts = await this.facts(contribution);
    try {
      return await (typeof facts === 'string'
        ? this.withoutFacts(contribution, facts)
        : this.judge(contribution, facts));
    } catch (error) {
      logger.error({ err: error }, 'screening failed; the text waits for a human');
      return verdictOf([failed('ERROR')], null, []);
    }
  }

  async record(tx: Transaction, stored: StoredRevision, verdict: SafetyVerdict): Promise<void> {
    await this.heldTexts.record(tx, stored, verdict);
  }

  async supportFor(postId: string): Promise<readonly SupportResource[]> {
    const row = await this.database.first<{
      jurisdiction: string;
      timeZone: string;
      birthDate: string | null;
      topics: SupportQuestion['topics'] | null;
    }>(sql`
      select g.jurisdiction, g.time_zone as "timeZone", a.birth_date as "birthDate",
        (select array_agg(distinct f.topic) from finding f where f.post_id = p.id and f.topic is not null) as topics
      from post p join board b on b.id = p.board_id join program g on g.id = b.program_id
        join account a on a.id = p.author_id
      where p.id = ${postId}`);
    if (!row?.topics) return [];
    const ageYears = row.birthDate === null ? null : ageOn(dayIn(row.timeZone, this.clock.now()), row.birthDate);
    return supportResourcesFor({ jurisdiction: row.jurisdiction, ageYears, topics: row.topics });
  }

  private async judge(contribution: Contribution, facts: ScreeningFacts): Promise<SafetyVerdict> {
    const now = this.clock.now();
    const { author: writer, place } = contribution;
    const { boardKind, threadId } = place;
    const judged = { ...contribution, role: writer.role, boardKind, threadId };
    const author = authorOf(judged, facts, now);
    const result = await readTwice(screeningInput(judged, facts, author, now), judged.rendered.text, screenSafely);
    if (result.timedOut)
      logger.error({ length: judged.body.length }, 'screening took too long; the text waits for a human');
    const support = result.needsSupport
      ? supportResourcesFor({
          jurisdiction: facts.jurisdiction,
          ageYears: author.ageYears,
          topics: result.supportTopics,
        })
      : [];
    return verdictOf([...result.findings, ...trustFindings(judged, facts, author, now)], result, support);
  }

  /** The database did not answer in time: the words are still read, as those of a young person, and wait in any case. */
  private async withoutFacts(
    { body, title, rendered, author }: Contribution,
    why: 'ERROR' | 'TIMEOUT',
  ): Promise<SafetyVerdict> {
    const input: ScreeningInput = {
      text: body,
      attributes: [...(title === null ? [] : [title]), ...rendered.attributes],
      author: { isAdult: author.role !== Role.MENTEE, role: author.role },
      now: this.clock.now(),
    };
    const result = await readTwice(input, rendered.text, screenSafely);
    const support = result.needsSupport
      ? supportResourcesFor({ jurisdiction: '', ageYears: null, topics: result.supportTopics })
      : [];
    return verdictOf([...result.findings, failed(why)], result, support);
  }

  private async facts({ author, place, postId }: Contribution): Promise<ScreeningFacts | 'ERROR' | 'TIMEOUT'> {
    const { boardId, programId, matchId, boardKind } = place;
    const wanted = { accountId: author.accountId, programId, boardId, postId };
    let timer: NodeJS.Timeout | undefined;
    // A process that was busy itself reads first what has come meanwhile: then it was not the database that was late.
    const late = new Promise<'TIMEOUT'>((resolve) => {
      timer = setTimeout(() => setImmediate(() => resolve('TIMEOUT')), mostMs);
    });
    const statement = screeningFacts(
      { ...wanted, matchId: boardKind === BoardKind.MATCH ? matchId : null },
      this.clock.now(),
    );
    const read = this.database.first<ScreeningFacts>(statement).then(
      (facts) => facts ?? 'ERROR',
      (error: unknown) => {
        logger.error({ err: error }, 'screening could not read its facts; the text waits for a human');
        return 'ERROR' as const;
      },
    );
    const facts = await Promise.race([read, late]);
    clearTimeout(timer);
    if (facts === 'TIMEOUT') logger.error('screening waited too long for its facts; the text waits for a human');
    return facts;
  }
}

function verdictOf(
  findings: readonly (Finding | TrustFinding)[],
  result: ScreeningResult | null,
  supportResources: readonly SupportResource[],
): SafetyVerdict {
  const counting = findings.filter(({ weak }) => weak !== true);
  const priority = counting.map((finding) => priorityOf(finding.priority)).toSorted()[0] ?? null;
  const withheld = counting.some(({ visible }) => visible !== true);
  return {
    outcome: withheld ? 'HOLD' : 'PUBLISH',
    restricted: priority === Priority.P0 || priority === Priority.P1,
    ruleIds: findings.map(({ ruleId, version }) => `${ruleId}@${version}`),
    supportResources,
    priority,
    findings,
    opensCase: result?.opensCase ?? false,
  };
}
