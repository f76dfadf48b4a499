import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { accountMakers } from '#accounts';
import { CurrentViewer, Staff, type Viewer } from '#platform';
import { AccountCare } from './account-care.service.js';
import {
  EndMemberSessionsInput,
  EndMemberSessionsPayload,
  SetTemporaryPasswordInput,
  SetTemporaryPasswordPayload,
} from './account-care.types.js';

@Resolver()
export class AccountCareResolver {
  constructor(private readonly care: AccountCare) {}

  @Staff(...accountMakers)
  @Mutation(() => SetTemporaryPasswordPayload, {
    description:
      'Sets the password of somebody who lost theirs; the person replaces it at the next sign-in, within 14 days. All their sessions end. For those who stand above the person in every program that the person is in. Errors: NOT_FOUND, FORBIDDEN, PASSWORD_CONFIRMATION_REQUIRED ten minutes after your own sign-in.',
  })
  setTemporaryPassword(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose, and which.' }) input: SetTemporaryPasswordInput,
  ): Promise<SetTemporaryPasswordPayload> {
    return this.care.setPassword(viewer, input);
  }

  @Staff(...accountMakers)
  @Mutation(() => EndMemberSessionsPayload, {
    description:
      'Signs somebody out everywhere, say after a telephone was stolen; their sockets close at once. Members by those who make accounts in a common program; staff only by those who stand above them. Errors: NOT_FOUND, FORBIDDEN.',
  })
  endMemberSessions(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose.' }) input: EndMemberSessionsInput,
  ): Promise<EndMemberSessionsPayload> {
    return this.care.endSessions(viewer, input);
  }
}
