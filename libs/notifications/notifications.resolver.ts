import { Args, ArgsType, Field, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { Post } from '#forum';
import { CurrentRequest, CurrentViewer, ForwardArgs, type RequestContext, SignedIn, type Viewer } from '#platform';
import { NotificationsService } from './notifications.service.js';
import {
  MarkNotificationsSeenInput,
  MarkNotificationsSeenPayload,
  Notification,
  NotificationConnection,
} from './notifications.types.js';

@ArgsType()
class NotificationsArgs extends ForwardArgs {
  @Field(() => Boolean, { nullable: true, description: 'Leave out what was seen.' })
  unseenOnly?: boolean | null;
}

/** What this library adds to the viewer. */
@Resolver(() => ViewerType)
export class ViewerNotificationsResolver {
  constructor(private readonly notifications: NotificationsService) {}

  @ResolveField('notifications', () => NotificationConnection, {
    description: 'What the viewer was told, newest first: the last 90 days, and about a thousand at the most.',
  })
  ofViewer(
    @Parent() viewer: Viewer,
    @Args() args: NotificationsArgs,
  ): Promise<InstanceType<typeof NotificationConnection>> {
    return this.notifications.of(viewer, args, args.unseenOnly ?? false);
  }

  @ResolveField(() => Int, {
    description: 'How many of them are unseen: as many as can be paged through with `unseenOnly`.',
  })
  unseenNotificationCount(@Parent() viewer: Viewer): Promise<number> {
    return this.notifications.unseenCount(viewer);
  }

  @SignedIn()
  @Mutation(() => MarkNotificationsSeenPayload, {
    description: 'Notes which notifications the viewer has seen; twice changes nothing. Errors: INVALID_INPUT.',
  })
  markNotificationsSeen(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which.' }) input: MarkNotificationsSeenInput,
  ): Promise<MarkNotificationsSeenPayload> {
    return this.notifications.markSeen(viewer, input);
  }
}

@Resolver(() => Notification)
export class NotificationResolver {
  constructor(private readonly notifications: NotificationsService) {}

  @ResolveField(() => Post, {
    nullable: true,
    description: 'The post that it is about, as the viewer sees it now; null if it has gone a moment ago.',
  })
  post(@CurrentRequest() { memo }: RequestContext, @Parent() { row }: Notification): Promise<Post | null> {
    return this.notifications.posts(row.viewer, memo).load(row.postId);
  }
}
