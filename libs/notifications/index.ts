/**
 * notifications: brings to people what they asked to hear, here and by mail.
 *
 * Promise: everybody is told once of what concerns them, and nobody of what they may not read at that moment.
 * Built on: forum (its announcements, watches, the one visibility filter), membership (who reads a board, who may be
 * written to), safety (decisions), accounts (signed links), platform.
 * Announces: nothing.
 * Read in this order: notifications.policy (what there is for somebody now), telling/ (from what happened to rows: tasks,
 * fan-out, hearers), notifications.service (how they are read), live/, preferences/, mail/ (post-office is the story of a mail),
 * upkeep/.
 * Proof: specs beside mail/quiet-hours and mail/letters; test/notifications.
 */
export { MailQueue } from './mail/mail-queue.js';
export { PostOffice } from './mail/post-office.js';
export { stopPath, StopLinks } from './mail/stop-links.js';
export { notificationsEntities } from './notification.entity.js';
export { NotificationsModule } from './notifications.module.js';
export { FanOut, hearersAtATime } from './telling/fan-out.js';
export { notificationsSchedule } from './upkeep/notifications.schedule.js';
export { keepPerAccount, NotificationsPurge } from './upkeep/purge.js';
