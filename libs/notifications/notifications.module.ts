import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { ForumModule } from '#forum';
import { NodeLoaders } from '#platform';
import { NotificationsChangedResolver } from './live/live.resolver.js';
import { NotificationHub } from './live/notification-hub.js';
import { MailQueue } from './mail/mail-queue.js';
import { MailSetup } from './mail/mail-setup.js';
import { MemberMail } from './mail/member-mail.js';
import { PostOffice } from './mail/post-office.js';
import { StopLinks } from './mail/stop-links.js';
import { NotificationResolver, ViewerNotificationsResolver } from './notifications.resolver.js';
import { NotificationsService } from './notifications.service.js';
import { PreferencesResolver } from './preferences/preferences.resolver.js';
import { PreferencesService } from './preferences/preferences.service.js';
import { FanOut } from './telling/fan-out.js';
import { Happenings } from './telling/happenings.js';
import { Tasks } from './telling/tasks.js';
import { Telling } from './telling/telling.js';
import { NotificationsUpkeep } from './upkeep/notifications.schedule.js';
import { NotificationsPurge } from './upkeep/purge.js';

@Module({
  imports: [AccountsModule, ForumModule],
  providers: [
    FanOut,
    Happenings,
    MailQueue,
    MailSetup,
    MemberMail,
    NotificationHub,
    NotificationResolver,
    NotificationsChangedResolver,
    NotificationsPurge,
    NotificationsService,
    NotificationsUpkeep,
    PostOffice,
    PreferencesResolver,
    PreferencesService,
    StopLinks,
    Tasks,
    Telling,
    ViewerNotificationsResolver,
  ],
  exports: [FanOut, NotificationsPurge, PostOffice, StopLinks],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly nodes: NodeLoaders,
    private readonly notifications: NotificationsService,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Notification', (viewer, ids) => this.notifications.byIds(viewer, ids));
  }
}
