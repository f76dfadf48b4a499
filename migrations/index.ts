import type { MigrationStep } from '#platform';
import { People } from './20261123_01_people.js';
import { Boards } from './20261123_02_boards.js';

/** The schema's history, oldest first. A step that has been released is never changed. */
export const steps: readonly MigrationStep[] = [
  { name: '20261123_01_people', class: People },
  { name: '20261123_02_boards', class: Boards },
];
