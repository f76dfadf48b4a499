/**
 * platform: what every other library stands on.
 *
 * Promise: one request, one viewer, one transaction, one clock; the same pipeline for HTTP and WebSocket.
 * Built on: nothing of ours.
 * Announces: nothing; it carries the announcements of others (`events/`).
 * Read in this order: viewer, access, errors, graphql/graphql-server, database/database, jobs/jobs, live/live-bus.
 * Proof: test/suites (transports, limits), test/laws.
 */
export * from './access.js';
export * from './audit/audit.js';
export * from './clock.js';
export * from './config.js';
export * from './config-example.js';
export * from './database/database.js';
export * from './errors.js';
export * from './events/announcements.js';
export * from './graphql/context.js';
export * from './graphql/nodes.js';
export * from './graphql/scalars.js';
export * from './health/health.js';
export * from './idempotency.js';
export * from './ids.js';
export * from './jobs/jobs.js';
export * from './jobs/worker.js';
export * from './live/event-queue.js';
export * from './live/live-bus.js';
export * from './live/postgres-live-bus.js';
export * from './live/source-event.js';
export * from './logging.js';
export * from './mail/mailer.js';
export * from './paging.js';
export * from './reads.js';
export * from './text.js';
export * from './viewer.js';
export * from './wall-clock.js';
export * from './audit/audit-event.entity.js';
export * from './database/migrations.js';
export * from './idempotency.entity.js';
export { Connections } from './graphql/connections.js';
export * from './graphql/graphql-server.js';
export * from './graphql/scalars.js';
export * from './rate-limits/allowances.js';
export * from './rate-limits/budgets.js';
export * from './rate-limits/rate-limit.entity.js';
export * from './rate-limits/rate-limits.js';
export { platformSchedule } from './upkeep.js';
export * from './platform.module.js';
export * from './platform.entities.js';
