import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob, Jobs, type Recurring } from '#platform';
import { PostOffice } from '../mail/post-office.js';
import { FanOut } from '../telling/fan-out.js';
import { tellPeople } from '../telling/tell.jobs.js';
import { oneAtATime } from './one-at-a-time.js';
import { NotificationsPurge } from './purge.js';

export const sendMail = defineJob<Record<string, never>>('notifications.mail', 3);
export const purgeNotifications = defineJob<Record<string, never>>('notifications.purge');

/** Recurring work of this library; `apps/worker/schedule.ts` lists it. */
export const notificationsSchedule: readonly Recurring[] = [
  {
    job: tellPeople,
    cron: '* * * * *',
    why: 'tells people of what happened even if nobody woke it: after a crash, and of decisions that wait for their time',
  },
  { job: sendMail, cron: '* * * * *', why: 'sends the mail that is due' },
  {
    job: purgeNotifications,
    cron: '5 3 * * *',
    why: 'forgets notifications after 90 days and those of people who have left, and the rows of sent mail after 7 days',
  },
];

/** Registers who does the work. */
@Injectable()
export class NotificationsUpkeep implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly fanOut: FanOut,
    private readonly postOffice: PostOffice,
    private readonly purge: NotificationsPurge,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(
      tellPeople,
      oneAtATime((signal) => this.fanOut.run(signal)),
    );
    this.jobs.handle(
      sendMail,
      oneAtATime((signal) => this.postOffice.run(signal)),
    );
    this.jobs.handle(purgeNotifications, (_payload, { signal }) => this.purge.run(signal));
  }
}
