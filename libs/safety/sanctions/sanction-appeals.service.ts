import { Injectable } from '@nestjs/common';
import type { SupportResource } from '#forum';
import { Clock, Database, Refusal, requireNote, requireUuid, sql, type Transaction, type Viewer } from '#platform';
import { StaffWords } from '../intake/staff-words.js';
import { AppealReading } from './appeal-reading.js';
import { Measures } from './measures.js';
import { type Measure, SanctionRecord } from './sanction-record.js';
import { mayAnswer, visibleAppeals, visibleSanctions } from './sanctions.policy.js';
import type { AnswerSanctionAppealInput, AppealSanctionInput } from './sanctions.types.js';

interface Appealed extends Measure {
  imposedBy: string;
  appealedAt: Date | null;
  answeredAt: Date | null;
  appealableUntil: Date;
  inOwnMatch: boolean;
}

/** A person says that a measure is wrong: once, within six months, and somebody else than who imposed it answers. */
@Injectable()
export class SanctionAppeals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reading: AppealReading,
    private readonly measures: Measures,
    private readonly record: SanctionRecord,
    private readonly words: StaffWords,
  ) {}

  async appeal(
    viewer: Viewer,
    input: AppealSanctionInput,
  ): Promise<{ id: string; supportResources: SupportResource[] }> {
    const id = requireUuid('Sanction', input.sanctionId);
    const text = requireNote('text', input.text);
    const supportResources = await this.database.transaction(async (tx) => {
      const found = await this.lock(tx, viewer, id);
      if (found?.accountId !== viewer.accountId) throw Refusal.notFound();
      if (found.appealedAt) throw new Refusal('CONFLICT', 'You have said this already; somebody looks at it.');
      if (found.appealableUntil <= this.clock.now()) throw new Refusal('CONFLICT', 'The time to object has passed.');
      await this.record.appealed(tx, { id, ...found }, text, viewer);
      return this.reading.read(tx, viewer, found.programId, text);
    });
    return { id, supportResources };
  }

  /** @returns the id of the sanction, which has ended if the person was right */
  async answer(viewer: Viewer, input: AnswerSanctionAppealInput): Promise<string> {
    const id = requireUuid('Sanction', input.sanctionId);
    const answer = requireNote('answer', input.answer);
    this.words.requireFit('answer', answer);
    await this.database.transaction(async (tx) => {
      const found = await this.lock(tx, viewer, id);
      if (!found) throw Refusal.notFound();
      mayAnswer(viewer, found);
      if (!found.appealedAt || found.answeredAt) throw new Refusal('CONFLICT', 'There is nothing to answer.');
      await this.record.answered(tx, { id, ...found }, { answer, upheld: input.upheld }, viewer);
      if (input.upheld) await this.measures.end(tx, { id, ...found }, answer, viewer);
    });
    return id;
  }

  private lock(tx: Transaction, viewer: Viewer, id: string): Promise<Appealed | null> {
    return tx.first<Appealed>(sql`
      select s.account_id as "accountId", s.program_id as "programId", s.kind, s.scope, s.imposed_by as "imposedBy",
        s.appealed_at as "appealedAt", s.appeal_answered_at as "answeredAt", s.appealable_until as "appealableUntil",
        exists (select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
          where mine.account_id = ${viewer.accountId}::uuid and theirs.account_id = s.account_id) as "inOwnMatch"
      from sanction s where s.id = ${id} and ${visibleSanctions(viewer)} and ${visibleAppeals(viewer)} for update of s`);
  }
}
