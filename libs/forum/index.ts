/**
 * forum: boards, threads and posts.
 *
 * Promise: everybody sees what they may and nothing else, and no text that was accepted is ever lost.
 * Built on: membership (who belongs to a board), platform.
 * Announces: forum.events. Asks: the `Screening` port, before anything is stored.
 * Read in this order: forum.policy (who sees and may do what), submissions (the way in), post-states (the only place
 * where a post changes its state), posts.queries and threads.queries (the SQL that readers get), rendering/; then a room
 * for each story: reading/, watches/, drafts/, reactions/, mentions/, care/ (what staff do with threads), upkeep/.
 * Proof: test/forum.
 */
export * from './board-log.js';
export * from './care/care.entity.js';
export * from './board.entity.js';
export * from './boards.service.js';
export * from './bodies.js';
export * from './contributions.js';
export * from './forum.events.js';
export * from './forum.module.js';
export * from './forum.policy.js';
export * from './forum.types.js';
export * from './post-states.js';
export * from './post.entity.js';
export * from './post.types.js';
export { SupportResource as SupportResourceType } from './posts.inputs.js';
export * from './posts.queries.js';
export * from './reader.js';
export * from './reading.entity.js';
export * from './rendering/index.js';
export * from './screening.port.js';
export * from './staff-reads.port.js';
export * from './thread.entity.js';
export * from './thread.types.js';
export * from './threads.queries.js';
export * from './tree.js';
export { forumSchedule } from './upkeep/forum.schedule.js';
export { Recount } from './upkeep/recount.js';
export * from './upkeep/recount.entity.js';
export * from './verifier.js';
export * from './forum.entities.js';
