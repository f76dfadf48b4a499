import { Resolver, Subscription } from '@nestjs/graphql';
import { CurrentViewer, type EventQueue, SignedIn, type Viewer } from '#platform';
import { NotificationsChanged } from './live.types.js';
import { NotificationHub, type NotificationsLook } from './notification-hub.js';

@Resolver(() => NotificationsChanged)
export class NotificationsChangedResolver {
  constructor(private readonly hub: NotificationHub) {}

  @SignedIn()
  @Subscription(() => NotificationsChanged, {
    description:
      'How things stand with the viewer’s notifications: at once, and whenever somebody is told or marks them as seen. After an interruption subscribe again: nothing is lost. Ends with UNAUTHENTICATED when the session ends.',
    resolve: (event: NotificationsChanged) => event,
  })
  notificationsChanged(@CurrentViewer() viewer: Viewer): EventQueue<NotificationsLook> {
    return this.hub.subscribe(viewer);
  }
}
