import type { MigrationStep } from '#platform';
import { People } from './20261123_01_people.js';
import { Boards } from './20261123_02_boards.js';
import { Review } from './20261123_03_review.js';
import { Cases } from './20261123_04_cases.js';
import { Search } from './20261123_05_search.js';
import { Care } from './20261123_06_care.js';
import { Trail } from './20261123_07_trail.js';
import { Notifications } from './20261125_08_notifications.js';
import { Watch } from './20261125_09_watch.js';
import { Blocks } from './20261125_10_blocks.js';
import { BoardEvents } from './20261125_10_board_events.js';
import { MatchAccess } from './20261125_11_match_access.js';
import { MatchStops } from './20261129_13_match_stops.js';
import { Roles } from './20261129_14_roles.js';
import { Conflicts } from './20261129_15_conflicts.js';
import { AccountsHardening } from './20261129_16_accounts.js';
import { StaffReads } from './20261129_17_staff_reads.js';
import { SampleAccounts } from './20261129_18_sample_accounts.js';
import { JobWorkers } from './20261129_19_job_workers.js';

/** The schema's history, oldest first. A step that has been released is never changed. */
export const steps: readonly MigrationStep[] = [
  { name: '20261123_01_people', class: People },
  { name: '20261123_02_boards', class: Boards },
  { name: '20261123_03_review', class: Review },
  { name: '20261123_04_cases', class: Cases },
  { name: '20261123_05_search', class: Search },
  { name: '20261123_06_care', class: Care },
  { name: '20261123_07_trail', class: Trail },
  { name: '20261125_08_notifications', class: Notifications },
  { name: '20261125_09_watch', class: Watch },
  { name: '20261125_10_blocks', class: Blocks },
  { name: '20261125_10_board_events', class: BoardEvents },
  { name: '20261125_11_match_access', class: MatchAccess },
  { name: '20261129_13_match_stops', class: MatchStops },
  { name: '20261129_14_roles', class: Roles },
  { name: '20261129_15_conflicts', class: Conflicts },
  { name: '20261129_16_accounts', class: AccountsHardening },
  { name: '20261129_17_staff_reads', class: StaffReads },
  { name: '20261129_18_sample_accounts', class: SampleAccounts },
  { name: '20261129_19_job_workers', class: JobWorkers },
];
