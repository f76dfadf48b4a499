import { Migration } from '@mikro-orm/migrations';

const kinds = (...more: string[]): string =>
  [
    'SUBSCRIBED',
    'THREAD_CREATED',
    'POST_PUBLISHED',
    'POST_EDITED',
    'POST_WITHDRAWN',
    'POST_HIDDEN',
    'REACTIONS_CHANGED',
    'THREAD_CHANGED',
    ...more,
  ]
    .map((kind) => `'${kind}'`)
    .join(', ');

/** Events that concern a board as a whole and name no thread. */
export class BoardEvents extends Migration {
  override up(): void {
    this.addSql(`alter table "board_event" alter column "thread_id" drop not null`);
    // Not validated: the check before was narrower, so no row can break it.
    this.addSql(`alter table "board_event" drop constraint "board_event_kind_check"`);
    this.addSql(
      `alter table "board_event" add constraint "board_event_kind_check" check ("kind" in (${kinds('BOARD_CHANGED')})) not valid`,
    );
  }

  override down(): void {
    // The log has no gaps: an event without a thread becomes one that tells of any of the board's.
    this.addSql(`
      update "board_event" e set "kind" = 'THREAD_CHANGED', "thread_id" = coalesce(
        (select t."id" from "thread" t where t."board_id" = e."board_id" limit 1), e."board_id")
      where e."kind" = 'BOARD_CHANGED'`);
    this.addSql(`alter table "board_event" drop constraint "board_event_kind_check"`);
    this.addSql(`alter table "board_event" add constraint "board_event_kind_check" check ("kind" in (${kinds()}))`);
    this.addSql(`alter table "board_event" alter column "thread_id" set not null`);
  }
}
