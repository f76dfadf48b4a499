import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ReactionKind } from '../forum.types.js';
import { Post } from '../posts/post.types.js';

@InputType({ description: 'A reaction to set or to take away.' })
export class SetReactionInput {
  @Field(() => ID, { description: 'A published post.' })
  postId!: string;
  @Field(() => ReactionKind, { description: 'Which one; each kind once per person.' })
  kind!: ReactionKind;
  @Field({ description: 'True sets it, false takes it away.' })
  on!: boolean;
}

@ObjectType({ description: 'The post as it is now.' })
export class SetReactionPayload {
  @Field(() => Post, { description: 'The post with its reactions.' })
  post!: Post;
}
