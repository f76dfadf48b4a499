import { AuditEvent } from './audit/audit-event.entity.js';
import { IdempotencyRow } from './idempotency.entity.js';
import { JobWorkerRow } from './jobs/job-worker.entity.js';
import { RateLimitRow } from './rate-limits/rate-limit.entity.js';

/** All tables of this library. */
export const platformEntities = [AuditEvent, IdempotencyRow, JobWorkerRow, RateLimitRow];
