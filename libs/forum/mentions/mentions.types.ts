import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Somebody who can be mentioned on a board: a person who reads it.' })
export class MentionCandidate {
  @Field({ description: 'Write it behind `@`.' })
  username!: string;
  @Field({ description: 'Shown to peers; a pseudonym.' })
  displayName!: string;
}
