import type { Viewer } from '../viewer.js';

/**
 * An event of a subscription before anybody has read it: ids and the way to read them. It carries no text and nothing
 * that was read for somebody, so one event can wait for many receivers, and a long queue of events costs little memory.
 *
 * `graphql/response-stream.ts` delivers it: it loads the receiver, calls `readFor` with that viewer, and executes the
 * selection with that viewer. There is no other way from a source to a client, so no subscription can show what was read
 * with the rights of somebody else or of an earlier moment.
 */
export abstract class SourceEvent {
  /**
   * Reads what this receiver may see of the event at this moment.
   * @param receiver loaded for this delivery; null for an anonymous caller, whom only a subscription that is marked
   *   `@Public` can have: all others declare it as `Viewer`
   * @returns the value of the root field; null: the event is nothing for this receiver and is left out
   * @throws Refusal that ends the subscription with its code, for example `NOT_FOUND` after access was lost
   */
  abstract readFor(receiver: Viewer | null): Promise<object | null>;
}
