import { Injectable } from '@nestjs/common';
import { Clock, Database, sql, type Sql } from '#platform';
import { accountsHolding, keysHeld, type HeldRow } from './viewer-loader.js';

export interface BoardReader {
  accountId: string;
  username: string;
  usernameKey: string;
  displayName: string;
}

/** Whether somebody else reads a board: for mentions, watches and mail. The same keys decide as for that person's own requests. */
@Injectable()
export class BoardReaders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those of the named (by folded username) who read a board with this audience now. */
  named(audience: readonly string[], usernameKeys: readonly string[]): Promise<BoardReader[]> {
    return this.readers(audience, sql`a.username_key = any(${usernameKeys}::text[])`);
  }

  /** Those of these accounts who read a board with this audience now. */
  among(audience: readonly string[], accountIds: readonly string[]): Promise<BoardReader[]> {
    return this.readers(audience, sql`a.id = any(${accountIds}::uuid[])`);
  }

  private async readers(audience: readonly string[], condition: Sql): Promise<BoardReader[]> {
    const now = this.clock.now();
    const rows = await this.database.rows<BoardReader & HeldRow>(accountsHolding(condition, now));
    return rows
      .filter((row) => keysHeld(row, now).some((key) => audience.includes(key)))
      .map(({ accountId, username, usernameKey, displayName }) => ({ accountId, username, usernameKey, displayName }));
  }
}
