import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database, sql } from '#platform';
import { type Language, languageOf } from './language/languages.js';

/** A program moves to another country so seldom that a minute of the old language harms nobody. */
const knownForMs = 60_000;
const mostPrograms = 10_000;

/** What is spoken in programs. */
@Injectable()
export class ProgramLanguages {
  private readonly known = new LRUCache<string, Language>({ max: mostPrograms, ttl: knownForMs });

  constructor(private readonly database: Database) {}

  async of(programIds: readonly string[]): Promise<Language[]> {
    const unknown = programIds.filter((id) => !this.known.has(id));
    if (unknown.length > 0) {
      const rows = await this.database.rows<{ id: string; jurisdiction: string }>(
        sql`select id, jurisdiction from program where id = any(${unknown}::uuid[])`,
      );
      for (const { id, jurisdiction } of rows) this.known.set(id, languageOf(jurisdiction));
    }
    const spoken = new Set(programIds.map((id) => this.known.get(id) ?? 'simple'));
    return [...spoken].sort();
  }
}
