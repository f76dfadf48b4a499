/**
 * forum: boards, threads and posts.
 *
 * Promise: everybody sees what they may and nothing else, and no text that was accepted is ever lost.
 * Built on: membership (who belongs to a board), platform.
 * Announces: forum.events. Asks: the `Screening` port, before anything is stored.
 * Read in this order: forum.policy (who sees and may do what); reader (everything that is shown comes out here); then the
 * rooms from the outside in: boards/, threads/ and posts/ (what there is, and the SQL that readers get; in posts/post-states
 * the only place where a post changes its state), submissions/ (the one way in for texts), rendering/ (from what was
 * written to what is shown); then a room for each story: reading/, watches/, drafts/, reactions/, mentions/, care/ (what
 * staff do with threads), upkeep/ (what runs by night, the recount among it).
 * Proof: test/forum.
 */
export { heldFirst, holding } from './boards/board-holds.js';
export * from './boards/board-log.js';
export * from './boards/board.entity.js';
export * from './boards/boards.service.js';
export * from './care/care.entity.js';
export * from './drafts/draft.entity.js';
export * from './forum.entities.js';
export * from './forum.events.js';
export * from './forum.module.js';
export * from './forum.policy.js';
export * from './forum.types.js';
export * from './posts/bodies.js';
export * from './posts/post-states.js';
export * from './posts/post.entity.js';
export * from './posts/post.types.js';
export * from './posts/posts.queries.js';
export * from './posts/tree.js';
export * from './reader.js';
export * from './reading/reading.entity.js';
export type { Ask } from './receivers.js';
export * from './rendering/index.js';
export * from './staff-reads.js';
export * from './submissions/contributions.js';
export { SupportResource as SupportResourceType } from './submissions/posts.inputs.js';
export * from './submissions/screening.port.js';
export * from './threads/thread.entity.js';
export * from './threads/thread.types.js';
export * from './threads/threads.queries.js';
export { forumSchedule } from './upkeep/forum.schedule.js';
export { Recount } from './upkeep/recount.js';
export * from './upkeep/recount.entity.js';
export * from './upkeep/verifier.js';
export * from './watches/watch.entity.js';
