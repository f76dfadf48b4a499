import { Global, Module } from '@nestjs/common';
import { AccountsModule, NameScreening } from '#accounts';
import { ForumModule, Screening, StaffReads } from '#forum';
import { reviewProviders } from './reviewing.js';
import { safeguardingProviders } from './safeguarding.js';
import { trailProviders } from './trail/index.js';

/** Global, so that `forum` finds what its ports are bound to here without knowing this library. */
@Global()
@Module({
  imports: [AccountsModule, ForumModule],
  providers: [...reviewProviders, ...safeguardingProviders, ...trailProviders],
  exports: [NameScreening, Screening, StaffReads],
})
export class SafetyModule {}
