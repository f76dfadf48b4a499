import { type Database, sql } from '#platform';

/** Asked for so often. */
const knownForMs = 60_000;

export interface Extent {
  /** When the oldest document was published; null if there is none. */
  oldest: number | null;
  /** How many there are, as statistics have it; 0 before they were gathered. */
  documents: number;
  /** Part of the documents that carries a token, of those that many do. */
  parts: ReadonlyMap<string, number>;
}

interface Row {
  oldest: number | null;
  documents: number;
  parts: Record<string, number> | null;
}

/** What searches are planned by, since a prepared statement is planned without knowing what is looked for. */
export class Extents {
  private known: { extent: Extent; at: number } | undefined;

  constructor(private readonly database: Database) {}

  async now(): Promise<Extent> {
    const now = performance.now();
    if (!this.known || this.known.extent.oldest === null || now - this.known.at > knownForMs) {
      const row = await this.database.first<Row>(sql`
        select (select (extract(epoch from min(published_at)) * 1000)::bigint from search_document) as oldest,
          (select reltuples::bigint from pg_class where oid = 'search_document'::regclass) as documents,
          (select json_object_agg(e.token, f.part) from pg_stats s
             cross join unnest(s.most_common_elems::text::text[]) with ordinality e(token, place)
             join unnest(s.most_common_elem_freqs) with ordinality f(part, place) on f.place = e.place
           where s.schemaname = current_schema and s.tablename = 'search_document' and s.attname = 'terms'
             and starts_with(e.token, ' ')) as parts`);
      const { oldest = null, documents = 0, parts = null } = row ?? {};
      this.known = { extent: { oldest, documents, parts: new Map(Object.entries(parts ?? {})) }, at: now };
    }
    return this.known.extent;
  }
}
