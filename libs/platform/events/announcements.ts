import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/database.js';

/**
 * What an earlier library announces and a later one may listen to: `defineEvent<{ matchId: string }>('matchCreated')`.
 * Names are past tense. Listeners run inside the transaction of the change, in the order of the libraries: they write
 * rows and enqueue jobs; whatever reaches outside (mail, sockets) is a job or `tx.afterCommit`.
 */
export interface EventOf<Payload> {
  readonly name: string;
  /** Never present: carries the payload's type. */
  readonly payload?: Payload;
}

export const defineEvent = <Payload>(name: string): EventOf<Payload> => ({ name });

type Listener = (tx: Transaction, payload: never) => Promise<void>;

@Injectable()
export class Announcements {
  private readonly listeners = new Map<string, Listener[]>();

  /** Called once per listener at start-up (`onModuleInit`). */
  listen<Payload>(event: EventOf<Payload>, listener: (tx: Transaction, payload: Payload) => Promise<void>): void {
    const known = this.listeners.get(event.name) ?? [];
    this.listeners.set(event.name, [...known, listener]);
  }

  /** Tells every listener, one after the other; an error of one undoes the change together with its announcement. */
  async announce<Payload>(tx: Transaction, event: EventOf<Payload>, payload: Payload): Promise<void> {
    for (const listener of this.listeners.get(event.name) ?? []) await listener(tx, payload as never);
  }
}
