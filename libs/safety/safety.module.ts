import { Global, Module } from '@nestjs/common';
import { AccountsModule, NameScreening } from '#accounts';
import { ForumModule, Screening } from '#forum';
import { StopConcerns } from '#membership';
import { ReadRecorder } from '#platform';
import { reviewProviders } from './reviewing.js';
import { safeguardingProviders } from './safeguarding.js';
import { trailProviders } from './trail/index.js';

/** Global, so that `forum` and `membership` find what their ports are bound to here without knowing this library. */
@Global()
@Module({
  imports: [AccountsModule, ForumModule],
  providers: [...reviewProviders, ...safeguardingProviders, ...trailProviders],
  exports: [NameScreening, ReadRecorder, Screening, StopConcerns],
})
export class SafetyModule {}
