import type pg from 'pg';

/**
 * Everything that a step can make in the public schema, one line each, sorted: what `pg_dump --schema-only` would say,
 * asked of the server itself, because the embedded PostgreSQL comes without pg_dump.
 */
const parts = [
  `select format('column %I.%I %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     case when a.attnotnull then ' not null' else '' end,
     coalesce(case when a.attgenerated = '' then ' default ' else ' generated ' end || pg_get_expr(d.adbin, d.adrelid), ''),
     case a.attidentity when '' then '' else ' identity ' || a.attidentity::text end)
   from pg_attribute a join pg_class c on c.oid = a.attrelid
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped`,
  `select format('table %I %s options %s', relname, relkind::text, reloptions::text) from pg_class
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')`,
  `select format('index %s', pg_get_indexdef(i.indexrelid)) from pg_index i join pg_class c on c.oid = i.indexrelid
   where c.relnamespace = 'public'::regnamespace`,
  `select format('constraint %I on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
   where connamespace = 'public'::regnamespace and contype <> 'n'`,
  `select format('function %s', pg_get_functiondef(oid)) from pg_proc p
   where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
     and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  `select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
   and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`,
  `select format('view %I: %s', viewname, definition) from pg_views where schemaname = 'public'`,
  `select format('type %I %s: %s', typname, typtype::text, (select string_agg(enumlabel, ',' order by enumsortorder)
     from pg_enum where enumtypid = t.oid)) from pg_type t
   where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')`,
  `select format('extension %I', extname) from pg_extension where extname <> 'plpgsql'`,
  `select format('text search %I', cfgname) from pg_ts_config where cfgnamespace = 'public'::regnamespace`,
];

/** @returns the lines, without MikroORM's own table of steps */
export async function describeCatalogue(client: pg.Client): Promise<string[]> {
  const lines: string[] = [];
  for (const part of parts) {
    const { rows } = await client.query<{ format: string }>(part);
    lines.push(...rows.map((row) => row.format));
  }
  return lines.filter((line) => !/\bmigration(_id_seq|_pkey)?\b/.test(line)).sort();
}
