import { Injectable } from '@nestjs/common';
import type { SupportResource } from '#forum';
import { actingIn } from '#membership';
import { Database, Idempotency, requireNote, sql, uuidOf, type Viewer } from '#platform';
import { CaseLog } from '../cases/case-log.js';
import { Cases } from '../cases/cases.js';
import { CaseEntryKind } from '../cases/cases.types.js';
import { supportResourcesFor } from '../support/support-resources.js';
import type { AskForHelpInput } from './flags.types.js';
import { NoteReading, type ReadNote } from './notes.js';
import { receiptOf } from './receipts.js';

/** Where a call for help goes, and what it is about as far as it could be made out. */
interface HelpPlace {
  programId: string;
  matchId: string | null;
  aboutAccountId: string | null;
}

interface HelpCall {
  note: string | null;
  read: ReadNote;
  place: HelpPlace;
}

/**
 * "I don't feel safe". It opens a case and touches nothing else: no post, no board, no feed, no state of any match. It
 * never refuses for what is wrong in it, and works while a consent is missing or the person is paused.
 */
@Injectable()
export class HelpService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly notes: NoteReading,
    private readonly cases: Cases,
    private readonly log: CaseLog,
  ) {}

  async ask(
    viewer: Viewer,
    input: AskForHelpInput,
  ): Promise<{ receipt: string | null; supportResources: SupportResource[] }> {
    const note = input.note == null || input.note.trim() === '' ? null : requireNote('note', input.note);
    const place = await this.place(viewer, input);
    if (!place) return { receipt: null, supportResources: this.support('', null, []) };
    const writer = await this.notes.writer(viewer, place.programId);
    const read = await this.notes.read(note, writer);
    const call = { accountId: viewer.accountId, operation: 'askForHelp', key: input.idempotencyKey, input };
    const entryId = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, () => this.open(tx, viewer, { note, read, place })),
    );
    const supportResources = this.support(writer.jurisdiction, writer.ageYears, read.topics);
    return { receipt: receiptOf(entryId), supportResources };
  }

  private async open(
    tx: Parameters<Cases['open']>[0],
    viewer: Viewer,
    { note, read, place }: HelpCall,
  ): Promise<string> {
    const caseId = await this.cases.open(tx, {
      ...place,
      subjectAccountId: viewer.accountId,
      priority: read.danger === 'P0' ? 'P0' : 'P1',
      category: 'HELP_SIGNAL',
      openedBy: null,
    });
    await tx.run(sql`
      update safety_case set about_account_id = coalesce(about_account_id, ${place.aboutAccountId}::uuid),
        match_id = coalesce(match_id, ${place.matchId}::uuid) where id = ${caseId}`);
    const safetyCase = { id: caseId, programId: place.programId };
    const actor = { ...actingIn(viewer, place.programId), accountId: null };
    return this.log.write(tx, safetyCase, { kind: CaseEntryKind.HELP_ASKED, actor, text: note });
  }

  /**
   * The program of the match or person that was named, else the one the caller is in. What was named and has nothing to
   * do with the caller is left out instead of refused: an error is the last thing that is needed here.
   */
  private async place({ accountId }: Viewer, input: AskForHelpInput): Promise<HelpPlace | null> {
    const matchId = input.matchId == null ? null : uuidOf('Match', input.matchId);
    const about = input.aboutAccountId == null ? null : uuidOf('Account', input.aboutAccountId);
    return this.database.first<HelpPlace>(sql`
      with own as (
        select e.program_id, e.status, e.created_at, e.accepted_at is null as waiting from enrolment e
        where e.account_id = ${accountId} and e.status <> 'ERASED'
      ), named as (
        select m.id, m.program_id from match m join match_participant mp on mp.match_id = m.id
        where mp.account_id = ${accountId} and (m.id = ${matchId}::uuid or exists (
          select from match_participant theirs where theirs.match_id = m.id and theirs.account_id = ${about}::uuid))
        order by m.id = ${matchId}::uuid desc nulls last, m.state in ('CLOSED', 'CLOSED_SAFETY'), m.id desc limit 1
      ), met as (
        select e.program_id from enrolment e join own on own.program_id = e.program_id
        where e.account_id = ${about}::uuid and e.accepted_at is not null order by e.created_at limit 1
      )
      select coalesce(named.program_id, met.program_id, own.program_id) as "programId", named.id as "matchId",
        case when ${about}::uuid <> ${accountId}::uuid and (met.program_id is not null)
          then ${about}::uuid end as "aboutAccountId"
      from own left join named on true left join met on true
      order by own.waiting, own.status in ('CLOSED'), own.status <> 'ACTIVE', own.created_at desc limit 1`);
  }

  private support(jurisdiction: string, ageYears: number | null, topics: ReadNote['topics']): SupportResource[] {
    return supportResourcesFor({ jurisdiction, ageYears, topics: topics.length > 0 ? topics : ['DANGER', 'ABUSE'] });
  }
}
