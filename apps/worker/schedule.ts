import { accountsSchedule } from '#accounts';
import { forumSchedule } from '#forum';
import { membershipSchedule } from '#membership';
import { notificationsSchedule } from '#notifications';
import { platformSchedule, type Recurring } from '#platform';
import { reviewSchedule, safeguardingSchedule, trailSchedule } from '#safety';
import { searchSchedule } from '#search';

/** Every recurring job, in one table. Times are UTC; spread over the night so that they do not meet. */
export const schedule: readonly Recurring[] = [
  ...platformSchedule,
  ...accountsSchedule,
  ...membershipSchedule,
  ...forumSchedule,
  ...reviewSchedule,
  ...safeguardingSchedule,
  ...trailSchedule,
  ...searchSchedule,
  ...notificationsSchedule,
];
