import { Field, GraphQLISODateTime, InputType, Int, ObjectType } from '@nestjs/graphql';
import { LocalDate, Node, Reads, type Viewer } from '#platform';

/** `uuid` is for the code, never in the schema: later libraries find their own rows by it. */
/** Personal data, but for what peers see as well. */
@Reads(
  ({ uuid }: AccountType, _value, { accountId }: Viewer) =>
    uuid === accountId ? null : { action: 'account.read', id: uuid },
  { except: ['id', 'displayName'] },
)
@ObjectType('Account', {
  implements: () => [Node],
  description: 'A person who can sign in, as that person and the staff who look after them see it; peers see less.',
})
export class AccountType implements Node {
  __typename!: 'Account';
  uuid!: string;
  id!: string;
  @Field({ description: 'The name to sign in with, as it was written when it was made.' })
  username!: string;
  @Field({ description: 'The name that others see: a pseudonym, never a surname.' })
  displayName!: string;
  @Field(() => String, { nullable: true, description: 'Where mail goes; null for whoever has none.' })
  email!: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Birthday; null where an agency attests the age band alone.' })
  birthDate!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'When it was made.' })
  createdAt!: Date;
}

/**
 * The value behind it is platform's `Viewer`: a later library adds a field with `@Resolver(() => ViewerType)` and
 * `@ResolveField`, and takes that value as `@Parent()`.
 */
@ObjectType('Viewer', { description: 'Whoever asks, with what is theirs.' })
export class ViewerType {}

@InputType({ description: 'A new account.' })
export class CreateAccountInput {
  @Field({
    description:
      'Name to sign in with: 3 to 30 letters and digits of one script, dots, dashes and underscores between them. Refused if somebody whom you look after has it, or one that looks alike; otherwise the account may get the name with four digits behind it, so use `account.username` of the answer.',
  })
  username!: string;
  @Field({
    description: 'Name that others see: 1 to 60 characters, each word in one script. A pseudonym for the young.',
  })
  displayName!: string;
  @Field({
    description:
      'First password, which its person has to replace: at least 8 characters, at most 256 bytes; none of the commonest, no single word, not made of the names of person or program.',
  })
  password!: string;
  @Field(() => LocalDate, { nullable: true, description: 'Birthday. Without it a mentee counts as needing consent.' })
  birthDate?: string | null;
  @Field(() => String, { nullable: true, description: 'Where mail goes; at most 254 characters.' })
  email?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Makes it safe to repeat the call: the same key and input give the same answer. 1 to 128 characters.',
  })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The new account.' })
export class CreateAccountPayload {
  @Field(() => AccountType, { description: 'The account.' })
  account!: AccountType;
}

@InputType({ description: 'A new password in place of the old one.' })
export class ChangePasswordInput {
  @Field({ description: 'The password of now.' })
  currentPassword!: string;
  @Field({
    description:
      'The new one: at least 8 characters, at most 256 bytes; none of the commonest, no single word, not made of the names of person or program.',
  })
  newPassword!: string;
}

@ObjectType({ description: 'The password is changed.' })
export class ChangePasswordPayload {
  @Field({ description: 'Always true; a refusal is an error.' })
  ok!: boolean;
  @Field(() => Int, { description: 'Other sessions that ended with the old password.' })
  endedSessions!: number;
}
