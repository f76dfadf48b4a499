import { Injectable, type OnModuleInit } from '@nestjs/common';
import { enrolmentChanged, EnrolmentStatus } from '#membership';
import { Announcements, defineJob, Health, Jobs, type Recurring, sql } from '#platform';
import { PostOffice } from '../mail/post-office.js';
import { FanOut } from '../telling/fan-out.js';
import { Tasks } from '../telling/tasks.js';
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
    private readonly health: Health,
    private readonly announcements: Announcements,
    private readonly fanOut: FanOut,
    private readonly tasks: Tasks,
    private readonly postOffice: PostOffice,
    private readonly purge: NotificationsPurge,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(tellPeople, (_payload, { signal }) => this.fanOut.run(signal));
    this.jobs.handle(sendMail, (_payload, { signal }) => this.postOffice.run(signal));
    this.jobs.handle(purgeNotifications, (_payload, { signal }) => this.purge.run(signal));
    this.health.watch('notifications', async () => {
      const stuck = await this.tasks.stuck();
      return stuck === 0 ? null : `${stuck} stuck`;
    });
    // Nobody is to be found any more by what they were told: an erased person's rows go with them.
    this.announcements.listen(enrolmentChanged, async (tx, { accountId, programId, to }) => {
      if (to !== EnrolmentStatus.ERASED) return;
      await tx.run(sql`
        delete from notification n using post p join board b on b.id = p.board_id
        where n.account_id = ${accountId} and p.id = n.post_id and b.program_id = ${programId}`);
      await tx.run(sql`delete from notification_mail where account_id = ${accountId} and program_id = ${programId}`);
    });
  }
}
