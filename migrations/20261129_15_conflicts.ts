import { Migration } from '@mikro-orm/migrations';

const refusal = (more: string): string => `
  create or replace function decision_refuse_own_matter() returns trigger language plpgsql as $$
  begin
    if new.actor_id is not null and exists (
      select from reviewable r where r.id = new.reviewable_id and (
        r.subject_account_id = new.actor_id
        or exists (select from post p where p.id = r.post_id and p.author_id = new.actor_id)
        or exists (select from match_participant mp where mp.match_id = r.match_id and mp.account_id = new.actor_id)
        or exists (select from match_participant mine join match_participant theirs on theirs.match_id = mine.match_id
          where mine.account_id = new.actor_id and theirs.account_id = r.subject_account_id)
        or exists (select from review_conflict c where c.reviewable_id = r.id and c.account_id = new.actor_id)
        ${more}
        or exists (select from appeal a join decision d on d.id = a.decision_id
          where a.reviewable_id = r.id and d.actor_id = new.actor_id)))
    then
      raise exception 'nobody decides in their own matter'
        using errcode = 'check_violation', constraint = 'decision_own_matter', table = 'decision';
    end if;
    return new;
  end $$`;

/**
 * Whoever reported a post decides nothing about it, also not on its appeal; and what people of a pair wrote on their
 * board under another role is theirs as mentor or mentee.
 */
export class Conflicts extends Migration {
  override up(): void {
    this.addSql(
      refusal(`or exists (select from flag f where f.reporter_id = new.actor_id
          and (f.reviewable_id = r.id or f.post_id = r.post_id))`),
    );
    for (const table of ['post', 'thread']) {
      this.addSql(`
        update "${table}" w set author_role = mp.role from board b join match_participant mp on mp.match_id = b.match_id
        where w.board_id = b.id and mp.account_id = w.author_id and w.author_role <> mp.role`);
    }
  }

  /** Which role stood there before is not known any more, and the right one does no harm. */
  override down(): void {
    this.addSql(refusal(''));
  }
}
