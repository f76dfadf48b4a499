import { Migration } from '@mikro-orm/migrations';

/**
 * Marks the accounts of demo and seed communities, whose passwords are public: a production server lets none of them in.
 * Those of before are known by their ids, of which 26 bits are computed from the last 32 (`apps/community/made-ids.ts`).
 */
export class SampleAccounts extends Migration {
  override up(): void {
    this.addSql(`alter table "account" add column "sample" boolean not null default false`);
    this.addSql(`
      with made as (
        select "id", ('x' || substr("id"::text, 15, 4))::bit(16)::int as version,
          ('x' || substr("id"::text, 20, 4))::bit(16)::int as variant,
          (('x' || right("id"::text, 8))::bit(32)::bigint # 1374496523) as start
        from "account" where "created_by" is null
      ), one as (select *, ((start # (start >> 16)) * 569420461) & 4294967295 as bits from made),
      two as (select *, ((bits # (bits >> 15)) * 1935289751) & 4294967295 as more from one),
      three as (select *, more # (more >> 15) as middle from two)
      update "account" set "sample" = true from three
      where three."id" = "account"."id"
        and three.version = 28672 + (three.middle >> 20) and three.variant = 32768 + (three.middle & 16383)`);
  }

  override down(): void {
    this.addSql(`alter table "account" drop column "sample"`);
  }
}
