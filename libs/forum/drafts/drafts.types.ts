import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, Node } from '#platform';

@ObjectType({
  implements: () => Node,
  description:
    'A text that its author has not submitted; nobody else sees it. Deleted thirty days after its last change.',
})
export class Draft extends Node {
  __typename = 'Draft' as const;
  @Field(() => String, { nullable: true, description: 'Title of a thread to be.' })
  title!: string | null;
  @Field({ description: 'Markdown as typed; not cleaned, may be empty.' })
  body!: string;
  @Field(() => Int, { description: 'Rises with every save; give it as `expectedVersion`.' })
  version!: number;
  @Field(() => ID, { nullable: true, description: 'The board on which it would open a thread.' })
  boardId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The thread in which it would reply.' })
  threadId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The post that it would answer.' })
  parentId!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'A post of yours that was returned for changes: send this text again with `editPost`.',
  })
  postId!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'Last save.' })
  updatedAt!: Date;
}

export const DraftConnection = connectionOf(Draft);

@InputType({ description: 'A draft to make or to change; exactly one of `threadId` and `boardId`.' })
export class SaveDraftInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Which draft to change. Absent with `expectedVersion`: the newest of this place; absent without: a new one.',
  })
  draftId?: string | null;
  @Field(() => ID, { nullable: true, description: 'For a reply.' })
  threadId?: string | null;
  @Field(() => ID, { nullable: true, description: 'For a new thread.' })
  boardId?: string | null;
  @Field(() => ID, { nullable: true, description: 'The post to answer.' })
  parentId?: string | null;
  @Field(() => String, { nullable: true, description: 'At most 200 characters.' })
  title?: string | null;
  @Field({ description: 'At most 20,000 characters.' })
  body!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'Version that this text was made from; another one is VERSION_CONFLICT.',
  })
  expectedVersion?: number | null;
}

@ObjectType({ description: 'The saved draft.' })
export class SaveDraftPayload {
  @Field(() => Draft, { description: 'The draft as it is stored.' })
  draft!: Draft;
}

@InputType({ description: 'Which draft to throw away.' })
export class DeleteDraftInput {
  @Field(() => ID, { description: 'A draft of one’s own.' })
  draftId!: string;
}

@ObjectType({ description: 'The draft is gone.' })
export class DeleteDraftPayload {
  @Field(() => ID, { description: 'Its id.' })
  draftId!: string;
}
