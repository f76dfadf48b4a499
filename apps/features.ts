import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { accountsEntities, AccountsModule } from '#accounts';
import { forumEntities, ForumModule } from '#forum';
import { membershipEntities, MembershipModule } from '#membership';
import { notificationsEntities, NotificationsModule } from '#notifications';
import { type Clock, type Config, platformEntities, PlatformModule, type SchemaHistory } from '#platform';
import { RealtimeModule } from '#realtime';
import { safetyEntities, SafetyModule } from '#safety';
import { searchEntities, SearchModule } from '#search';
import { steps } from '../migrations/index.js';

/** The one list of features, in the order of the libraries; every app takes it. */
const features: Type[] = [
  AccountsModule,
  MembershipModule,
  ForumModule,
  SafetyModule,
  SearchModule,
  RealtimeModule,
  NotificationsModule,
];

/** All tables, as their entities describe them, and the steps that make them. */
export const history: SchemaHistory = {
  steps,
  entities: [
    ...platformEntities,
    ...accountsEntities,
    ...membershipEntities,
    ...forumEntities,
    ...safetyEntities,
    ...searchEntities,
    ...notificationsEntities,
  ],
};

/** The application as a Nest module. */
@Module({})
export class AppModule {
  static with(config: Config, clock?: Clock): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.with(config, clock), ...features] };
  }
}
