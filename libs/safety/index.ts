/**
 * safety: nothing reaches a board unread where a human must read first, and whoever is in danger is heard at once.
 *
 * Promise: no text is published without clean detectors and a policy that allows it, or a human's approval of that very
 * text; every decision can be explained, undone for a moment, and appealed to somebody else.
 * Built on: forum (post states, the `Screening` port), membership, accounts, platform.
 * Announces: safety.events. Binds: `Screening`, `NameScreening`, `ReadRecorder`.
 * Read in this order: screening/ (what the detectors are), policy/ (what a program asks for), intake/ (the way of a text
 * in), review/ (the queue, decisions, appeals, coverage), rescan/ (what newer rules say of what is published), flags/,
 * cases/ and on-call/, sanctions/, support/, trail/.
 * Proof: specs beside policy, due times and screening; test/safety.
 */
export { toldToAuthors } from './review/own-decisions.reader.js';
export { PageFallback } from './on-call/page-fallback.js';
export { reviewSchedule } from './reviewing.js';
export { safeguardingSchedule } from './safeguarding.js';
export { safetyEntities } from './safety.entities.js';
export { textDecided } from './safety.events.js';
export { SafetyModule } from './safety.module.js';
export {
  RefusedAttempts,
  Sealing,
  sealTrail,
  siteChain,
  TrailExport,
  trailSchedule,
  TrailVerification,
} from './trail/index.js';
