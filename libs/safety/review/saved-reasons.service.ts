import { Injectable } from '@nestjs/common';
import { actingIn } from '#membership';
import { Audit, Clock, Database, globalId, Ids, Refusal, requireNote, requireUuid, sql, type Viewer } from '#platform';
import { StaffWords } from '../intake/staff-words.js';
import { ReasonCode } from '../safety.types.js';
import { mayReview } from './review.policy.js';
import type { SavedReason, SaveReasonInput, SavedReasons, SuggestedReason } from './saved-reasons.types.js';

/** A list that is read at a glance; nobody chooses from more. */
const mostSaved = 100;

/** Short sentences, no blame, and what to do next: read aloud to thirteen-year-olds in the programs we learnt from (NSPCC). */
export const suggestedReasons: readonly SuggestedReason[] = [
  {
    reasonCode: ReasonCode.PERSONAL_INFORMATION,
    text: 'Your post has a detail in it that could help a stranger find you. Take it out and send it again, the rest is great.',
  },
  {
    reasonCode: ReasonCode.PERSONAL_INFORMATION,
    text: 'You wrote down somebody else’s name or number. They may not want that. Tell the story without it.',
  },
  {
    reasonCode: ReasonCode.OFF_PLATFORM,
    text: 'Talk to each other here, not in another app. If you need a call, your coordinator can set one up.',
  },
  {
    reasonCode: ReasonCode.UNKIND,
    text: 'Part of this could hurt somebody. You can say that you are angry, and say it without the insult.',
  },
  {
    reasonCode: ReasonCode.UNSAFE,
    text: 'This could put somebody in danger, so we are not showing it. It is good that you told us. We are here to talk.',
  },
  { reasonCode: ReasonCode.SPAM, text: 'You posted this already. Once is enough, people will find it.' },
  { reasonCode: ReasonCode.OTHER, text: 'This belongs on another board. Post it there and it will be read.' },
];

interface ReasonRow {
  id: string;
  reasonCode: ReasonCode;
  text: string;
}

const reasonFrom = (row: ReasonRow): SavedReason => ({
  __typename: 'SavedReason',
  id: globalId('SavedReason', row.id),
  reasonCode: row.reasonCode,
  text: row.text,
});

/** Words that a program's staff use again and again. */
@Injectable()
export class SavedReasonsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: Audit,
    private readonly words: StaffWords,
  ) {}

  async of(viewer: Viewer, program: string): Promise<SavedReasons> {
    const programId = requireUuid('Program', program);
    mayReview(viewer, programId);
    const rows = await this.database.rows<ReasonRow>(sql`
      select id, reason_code as "reasonCode", text from saved_reason where program_id = ${programId}
      order by reason_code, text, id limit ${mostSaved}`);
    return { saved: rows.map(reasonFrom), suggested: [...suggestedReasons] };
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<(SavedReason | null)[]> {
    const rows = await this.database.rows<ReasonRow & { programId: string }>(sql`
      select id, program_id as "programId", reason_code as "reasonCode", text from saved_reason
      where id = any(${ids}::uuid[]) and 'moderation:' || program_id = any(${viewer.keys}::text[])`);
    const byId = new Map(rows.map((row) => [row.id, reasonFrom(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async save(viewer: Viewer, input: SaveReasonInput): Promise<SavedReason> {
    const programId = requireUuid('Program', input.programId);
    mayReview(viewer, programId);
    const known = input.savedReasonId == null ? null : requireUuid('SavedReason', input.savedReasonId);
    const id = known ?? this.ids.next();
    const text = requireNote('text', input.text, 1_000);
    this.words.requireFit('text', text);
    const { reasonCode } = input;
    await this.database.transaction(async (tx) => {
      const saved = await tx.run(
        known
          ? sql`update saved_reason set reason_code = ${reasonCode}, text = ${text}
              where id = ${id} and program_id = ${programId}`
          : sql`insert into saved_reason (id, program_id, reason_code, text, saved_by, saved_at)
              select ${id}::uuid, ${programId}::uuid, ${reasonCode}, ${text}, ${viewer.accountId}::uuid,
                ${this.clock.now()}::timestamptz
              where (select count(*) from saved_reason where program_id = ${programId}) < ${mostSaved}::int`,
      );
      if (saved === 0 && known) throw Refusal.notFound();
      if (saved === 0) throw new Refusal('CONFLICT', `There are ${mostSaved} already: remove some first.`);
      await this.trace(tx, viewer, programId, id, 'reason.saved');
    });
    return reasonFrom({ id, reasonCode, text });
  }

  async remove(viewer: Viewer, savedReasonId: string): Promise<void> {
    const id = requireUuid('SavedReason', savedReasonId);
    await this.database.transaction(async (tx) => {
      const removed = await tx.first<{ programId: string }>(sql`
        delete from saved_reason where id = ${id} and 'moderation:' || program_id = any(${viewer.keys}::text[])
        returning program_id as "programId"`);
      if (!removed) throw Refusal.notFound();
      await this.trace(tx, viewer, removed.programId, id, 'reason.removed');
    });
  }

  private async trace(
    tx: Parameters<Audit['write']>[0],
    viewer: Viewer,
    programId: string,
    targetId: string,
    action: string,
  ): Promise<void> {
    const { accountId: actorId, role: actorRole } = actingIn(viewer, programId);
    await this.audit.write(tx, { action, actorId, actorRole, programId, targetType: 'SavedReason', targetId });
  }
}
