/**
 * search: finds what was said, among all that the viewer may read.
 *
 * Promise: nothing that a viewer may not see can be found, counted or guessed, however far an index lags behind.
 * Built on: forum (the one visibility filter, the event log), membership (audience keys), accounts, platform.
 * Announces: nothing.
 * Read in this order: search.service (the story of a search), search-query (what people type), search-engine.port and
 * its two engines (postgres/candidates.queries with its plans, meilisearch/), then follower and feed (how documents keep
 * up), meilisearch/push and turns, search-check, search-rebuild.
 * Proof: specs beside search-query, highlights, scope-tokens, language/; test/search.
 */
export * from './follower.js';
export { MeilisearchEngine } from './meilisearch/meilisearch-engine.js';
export { languageOf } from './language/languages.js';
export { PostgresEngine, windowSize } from './postgres/postgres-engine.js';
export { SearchWords } from './postgres/words.js';
export * from './search-check.js';
export * from './search-document.entity.js';
export * from './search-engine.port.js';
export { parseQuery } from './search-query.js';
export { readingKeys } from './search.policy.js';
export * from './search-engines.js';
export * from './search-rebuild.js';
export * from './search.entities.js';
export * from './search.module.js';
export { searchSchedule } from './search.jobs.js';
