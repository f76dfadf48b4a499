import { Injectable } from '@nestjs/common';
import { Clock, sql, type Transaction } from '#platform';

/** What follows from a decision beyond the post itself. */
@Injectable()
export class AppealOutcomes {
  constructor(private readonly clock: Clock) {}

  /** An upheld appeal is written on the decision, and on the rules that had held the text: ids only, for their tuning. */
  async settle(tx: Transaction, reviewableId: string, decisionId: string, upheld: boolean): Promise<void> {
    await tx.run(sql`update appeal set upheld = ${upheld} where reviewable_id = ${reviewableId}`);
    if (!upheld) return;
    const now = this.clock.now();
    await tx.run(sql`update decision set overturned_at = ${now} where id = ${decisionId}`);
    await tx.run(sql`
      insert into rule_label (decision_id, rule_id, rule_version, revision_id, label, labelled_at)
      select d.id, f.rule_id, max(f.rule_version), d.revision_id, 'FALSE_POSITIVE', ${now}::timestamptz
      from decision d join finding f on f.post_id = d.post_id and f.revision_id = d.revision_id
      where d.id = ${decisionId} and not f.weak and f.rule_id not like 'TRUST.%'
      group by d.id, f.rule_id on conflict do nothing`);
  }

  /** The outcome is taken back within its twelve seconds. */
  async unsettle(tx: Transaction, reviewableId: string, decisionId: string): Promise<void> {
    await tx.run(sql`update appeal set upheld = null where reviewable_id = ${reviewableId}`);
    await tx.run(sql`update decision set overturned_at = null where id = ${decisionId}`);
    await tx.run(sql`delete from rule_label where decision_id = ${decisionId}`);
  }
}
