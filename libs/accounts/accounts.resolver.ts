import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentRequest, CurrentViewer, Public, type RequestContext, SignedIn, Staff, type Viewer } from '#platform';
import { accountMakers } from './accounts.policy.js';
import { Accounts } from './accounts.service.js';
import {
  AccountType,
  ChangePasswordInput,
  ChangePasswordPayload,
  CreateAccountInput,
  CreateAccountPayload,
  ViewerType,
} from './accounts.types.js';
import { PasswordChange } from './password-change.service.js';

@Resolver(() => ViewerType)
export class AccountsResolver {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: PasswordChange,
  ) {}

  @Public({ beforePasswordChange: true })
  @Query(() => ViewerType, { nullable: true, description: 'Whoever asks; null for an anonymous caller.' })
  viewer(@CurrentRequest() { viewer }: RequestContext): Viewer | null {
    return viewer;
  }

  @ResolveField(() => AccountType, { description: 'Your own account.' })
  async account(@Parent() viewer: Viewer): Promise<AccountType> {
    return this.accounts.ofViewer(viewer);
  }

  @ResolveField(() => Boolean, {
    description:
      'Staff set your password: until you have chosen your own (`changePassword`), everything else answers PASSWORD_CHANGE_REQUIRED.',
  })
  passwordChangeRequired(@Parent() viewer: Viewer): boolean {
    return viewer.passwordChangeRequired ?? false;
  }

  @Staff(...accountMakers)
  @Mutation(() => CreateAccountPayload, {
    description:
      'Makes an account for a person; enrol them next. `account.username` is the name to sign in with: it may be longer than what was asked for. The person must replace the password at the first sign-in, within 14 days. For administrators, coordinators and leads. Errors: INVALID_INPUT, IDEMPOTENCY_KEY_REUSED.',
  })
  async createAccount(
    @Args('input', { description: 'The person.' }) input: CreateAccountInput,
    @CurrentViewer() viewer: Viewer,
  ): Promise<CreateAccountPayload> {
    return { account: await this.accounts.create(viewer, input) };
  }

  @SignedIn({ beforePasswordChange: true })
  @Mutation(() => ChangePasswordPayload, { description: 'Changes your password, and ends all your other sessions.' })
  async changePassword(
    @Args('input', { description: 'The old password and the new one.' }) input: ChangePasswordInput,
    @CurrentViewer() viewer: Viewer,
  ): Promise<ChangePasswordPayload> {
    return { ok: true, endedSessions: await this.passwords.change(viewer, input) };
  }
}
