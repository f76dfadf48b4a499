import { createHash } from 'node:crypto';
import { audienceKeys } from '#membership';
import { Refusal, type Viewer } from '#platform';

/** May the viewer search at all? Somebody whose consent is missing reads nothing, so finds nothing (domain 2.8). */
export function maySearch(viewer: Viewer): void {
  if (viewer.keys.length === 0 && viewer.consentMissing) throw new Refusal('CONSENT_REQUIRED');
}

const reviewing = ['moderation:', 'caseload:', 'lead:'];

/** May the viewer look through what is held and removed? Those who review it; each finds only what they review. */
export function maySearchHidden(viewer: Viewer): void {
  if (!viewer.keys.some((key) => reviewing.some((kind) => key.startsWith(kind)))) throw new Refusal('FORBIDDEN');
}

/** Programs on whose boards the viewer reviews something; a coordinator of a match there holds `moderation` too. */
export const programsReviewed = (viewer: Viewer): string[] => [
  ...new Set(
    viewer.enrolments
      .map(({ programId }) => programId)
      .filter((id) => viewer.keys.includes(audienceKeys.moderation(id)) || viewer.keys.includes(audienceKeys.lead(id))),
  ),
];

/** Keys that open boards to readers; the others of a viewer open what waits on them. */
export const readingKeys = (viewer: Viewer): string[] =>
  viewer.keys.filter((key) => !key.startsWith('moderation:') && !key.startsWith('caseload:'));

/** Tells two searches apart in the trail without telling what was searched for. */
export const traceOf = (query: string): string => createHash('sha256').update(query).digest('hex').slice(0, 16);
