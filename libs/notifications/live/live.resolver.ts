import { Resolver, Subscription } from '@nestjs/graphql';
import { CurrentViewer, SignedIn, type Viewer } from '#platform';
import { NotificationsChanged } from './live.types.js';
import { NotificationHub } from './notification-hub.js';

@Resolver(() => NotificationsChanged)
export class NotificationsChangedResolver {
  constructor(private readonly hub: NotificationHub) {}

  @SignedIn()
  @Subscription(() => NotificationsChanged, {
    description:
      'How things stand with the viewer’s notifications: at once, and whenever somebody is told or marks them as seen. After an interruption subscribe again: nothing is lost. Ends with UNAUTHENTICATED when the session ends.',
    resolve: (event: NotificationsChanged) => event,
  })
  notificationsChanged(@CurrentViewer() viewer: Viewer): AsyncIterableIterator<NotificationsChanged> {
    return this.hub.subscribe(viewer);
  }
}
