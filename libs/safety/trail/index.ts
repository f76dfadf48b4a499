import type { Provider } from '@nestjs/common';
import { ReadRecorder } from '#platform';
import { RefusedAttempts } from './refused-attempts.js';
import { Sealing } from './sealing.js';
import { StaffReadNotes } from './staff-read-notes.js';
import { StaffReadsResolver } from './staff-reads.resolver.js';
import { TrailExport } from './trail-export.js';
import { TrailReader } from './trail.reader.js';
import { TrailResolver } from './trail.resolver.js';
import { TrailSchedule } from './trail.schedule.js';
import { TrailVerification } from './verification.js';

export { RefusedAttempts } from './refused-attempts.js';
export { Sealing } from './sealing.js';
export * from './trail-line.js';
export { TrailExport } from './trail-export.js';
export { trailEntities } from './trail.entity.js';
export { sealTrail, trailSchedule } from './trail.schedule.js';
export { TrailVerification } from './verification.js';

/**
 * The audit trail: lines are written by everybody (`platform/audit`), sealed, shown, verified and exported here. Read in
 * this order: trail-line (what is hashed), sealing, verification, trail.reader, staff-read-notes, refused-attempts.
 */
export const trailProviders: Provider[] = [
  RefusedAttempts,
  Sealing,
  StaffReadNotes,
  { provide: ReadRecorder, useExisting: StaffReadNotes },
  StaffReadsResolver,
  TrailExport,
  TrailReader,
  TrailResolver,
  TrailSchedule,
  TrailVerification,
];
