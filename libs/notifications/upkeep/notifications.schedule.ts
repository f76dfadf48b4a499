import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob, type JobHandler, Jobs, type Recurring } from '#platform';
import { PostOffice } from '../mail/post-office.js';
import { FanOut } from '../telling/fan-out.js';
import { tellPeople } from '../telling/tell.jobs.js';
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

/**
 * A process runs few jobs at a time, and paging for danger is one of them: what is ordered while it runs already (each
 * minute, or by a wake-up) makes that run go round once more instead of taking another place.
 */
function oneAtATime(work: (signal: AbortSignal) => Promise<void>): JobHandler<Record<string, never>> {
  let running = false;
  let again = false;
  return async (_payload, { signal }) => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again && !signal.aborted) {
        again = false;
        await work(signal);
      }
    } finally {
      running = false;
    }
  };
}
