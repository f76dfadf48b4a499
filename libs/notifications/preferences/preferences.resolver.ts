import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { CurrentViewer, SignedIn, type Viewer } from '#platform';
import { PreferencesService } from './preferences.service.js';
import {
  NotificationPreferences,
  SetNotificationPreferencesInput,
  SetNotificationPreferencesPayload,
} from './preferences.types.js';

@Resolver(() => ViewerType)
export class PreferencesResolver {
  constructor(private readonly preferences: PreferencesService) {}

  @ResolveField(() => NotificationPreferences, { description: 'How the viewer wants to hear of notifications.' })
  notificationPreferences(@Parent() viewer: Viewer): Promise<NotificationPreferences> {
    return this.preferences.of(viewer);
  }

  @SignedIn()
  @Mutation(() => SetNotificationPreferencesPayload, { description: 'Chooses how to hear of notifications.' })
  async setNotificationPreferences(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'How.' }) { email }: SetNotificationPreferencesInput,
  ): Promise<SetNotificationPreferencesPayload> {
    await this.preferences.setEmail(viewer.accountId, email);
    return { notificationPreferences: await this.preferences.of(viewer) };
  }
}
