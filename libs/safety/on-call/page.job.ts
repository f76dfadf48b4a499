import { defineJob } from '#platform';

/** Why somebody is told: a case waits, a time limit passed, or a report to the outside is late. */
export type PageReason = 'ALERT' | 'OVERDUE' | 'REPORT_OVERDUE';

/** Tells a person about a case; ids only, the words are made when it is sent. Runs before every other job. */
export const pageJob = defineJob<{ caseId: string; reason: PageReason; round: number }>('safety.page');
export const pagePriority = -100;
