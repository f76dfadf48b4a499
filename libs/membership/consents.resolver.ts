import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentViewer, Staff, type Viewer } from '#platform';
import { ConsentsService } from './consents.service.js';
import {
  RecordConsentInput,
  RecordConsentPayload,
  RecordScreeningInput,
  RecordScreeningPayload,
  RevokeConsentInput,
  RevokeConsentPayload,
} from './enrolments.types.js';

@Resolver()
export class ConsentsResolver {
  constructor(private readonly service: ConsentsService) {}

  @Staff()
  @Mutation(() => RecordConsentPayload, {
    description: 'Records a consent. A consent to participate lets a minor in, until it ends or is revoked.',
  })
  recordConsent(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'What was consented to, and the proof.' }) input: RecordConsentInput,
  ): Promise<RecordConsentPayload> {
    return this.service.recordConsent(viewer, input);
  }

  @Staff()
  @Mutation(() => RevokeConsentPayload, {
    description: 'Revokes a consent. Without consent to participate, the person and their matches pause at once.',
  })
  revokeConsent(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which, and why.' }) input: RevokeConsentInput,
  ): Promise<RevokeConsentPayload> {
    return this.service.revokeConsent(viewer, input);
  }

  @Staff()
  @Mutation(() => RecordScreeningPayload, {
    description: 'Records the outcome of a check. A mentor takes part only while the newest one is cleared.',
  })
  recordScreening(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The outcome.' }) input: RecordScreeningInput,
  ): Promise<RecordScreeningPayload> {
    return this.service.recordScreening(viewer, input);
  }
}
