/**
 * realtime: tells readers what happens while it happens.
 *
 * Promise: replay after a cursor, then live; each delivery is read for its receiver at that moment, with that one's rights.
 * Built on: platform (live bus, viewer loader), forum (event log, visibility).
 * Announces: nothing.
 * Read in this order: board-events.resolver, board-hub, event-views.
 * Proof: test/realtime.
 */
export * from './realtime.module.js';
