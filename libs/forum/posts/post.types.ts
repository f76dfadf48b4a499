import { ArgsType, Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { PersonType } from '#membership';
import { connectionOf, Node, PageArgs, PageInfo, type Read, Reads } from '#platform';
import { PostOrder, PostState, ReactionKind } from '../forum.types.js';
import { boardRead, threadRead } from '../staff-reads.js';

@ObjectType({ description: 'The post that another one answers.' })
export class PostReference {
  @Field(() => ID, { description: 'Global id of the post.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'Its number in the thread.' })
  number!: number | null;
}

@ObjectType({ description: 'How many reacted in one way. Never used for ranking.' })
export class ReactionCount {
  @Field(() => ReactionKind, { description: 'The reaction.' })
  kind!: ReactionKind;
  @Field(() => Int, { description: 'How many people chose it.' })
  count!: number;
  @Field({ description: 'Whether the viewer is one of them.' })
  viewerReacted!: boolean;
}

const versionRead = ({ row }: Revision): Read => boardRead(row.boardId);

@ObjectType({ implements: () => Node, description: 'One version of a post. Immutable.' })
export class Revision extends Node {
  __typename = 'Revision' as const;
  @Field(() => Int, { description: 'From 1, in the order of writing.' })
  number!: number;
  @Field(() => PostState, {
    description: 'HELD while it waits, PUBLISHED once approved, REJECTED, ERASED: of this text.',
  })
  state!: PostState;
  @Reads(versionRead)
  @Field(() => String, { nullable: true, description: 'Markdown as written; for its author and reviewers.' })
  body!: string | null;
  @Reads(versionRead)
  @Field(() => String, { nullable: true, description: 'Sanitised HTML.' })
  bodyHtml!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'When it was written.' })
  createdAt!: Date;

  /** Not in the schema. */
  row!: { boardId: string };
}

export const RevisionConnection = connectionOf(Revision);

/** Text of a post, and of the posts that it quotes. */
const textRead = ({ row }: Post): Read[] => [threadRead(row.threadId), ...(row.quotedBoardIds ?? []).map(boardRead)];

@ObjectType({
  implements: () => Node,
  description:
    'An entry of a thread. What a viewer may not see of it is null; who may see what is decided by its state.',
})
export class Post extends Node {
  __typename = 'Post' as const;
  @Field(() => Int, {
    nullable: true,
    description:
      'Place in the thread, from 1 without gaps, given when it is first published; null while it waits, so that nobody can tell from a gap that something waits.',
  })
  number!: number | null;
  @Field(() => Int, { description: 'Level in the tree of replies; 0 at the top, at most 15.' })
  depth!: number;
  @Field(() => PostState, { description: 'Where it stands.' })
  state!: PostState;
  @Reads(textRead)
  @Field(() => String, {
    nullable: true,
    description:
      'Sanitised HTML (a narrow list of tags, no style, class, id, image or frame) of the text that this viewer may see; null for an empty place.',
  })
  bodyHtml!: string | null;
  @Reads(textRead)
  @Field(() => String, { nullable: true, description: 'The same as plain text.' })
  bodyText!: string | null;
  @Field(() => GraphQLISODateTime, { description: 'When it was submitted.' })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was first published.' })
  publishedAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When the text shown now replaced an earlier one; null if never.',
  })
  editedAt!: Date | null;
  @Field({ description: 'Staff redacted the text shown now.' })
  staffEdited!: boolean;
  @Field(() => Int, { description: 'Number of the newest revision; give it as `expectedVersion` to edit.' })
  version!: number;
  @Field(() => Int, { description: 'Direct replies that this viewer can page through; empty places are not counted.' })
  replyCount!: number;
  @Field({
    description:
      'The viewer has blocked its author: an empty place for this viewer, which does not count. Nobody else knows.',
  })
  authorBlocked!: boolean;
  @Field(() => ID, {
    nullable: true,
    description: 'Of an empty place that is MOVED: the post that stood here, in its new thread. It keeps its id.',
  })
  movedTo!: string | null;
  @Field(() => PostReference, { nullable: true, description: 'What it answers; null at the top.' })
  parent!: PostReference | null;
  @Field(() => PersonType, { nullable: true, description: 'Who wrote it; null for an empty place.' })
  author!: PersonType | null;
  @Field(() => [ReactionCount], { description: 'Reactions with a count above zero, in the order of the enum.' })
  reactions!: ReactionCount[];

  /** Row ids, for fields of later libraries; not in the schema. */
  row!: {
    id: string;
    threadId: string;
    boardId: string;
    authorId: string;
    /** Boards of the posts whose text stands in `bodyHtml` as a quote; absent where there is none. */
    quotedBoardIds?: readonly string[];
  };
}

export const PostConnection = connectionOf(Post);

@ArgsType()
export class OrderedPageArgs extends PageArgs {
  @Field(() => PostOrder, { nullable: true, description: 'OLDEST_FIRST if absent.' })
  order?: PostOrder | null;
}

@ObjectType({ description: 'Replies that a tree page left folded.' })
export class MoreReplies {
  @Field(() => Int, {
    description: 'How many direct replies follow, empty places and what waits to be checked included.',
  })
  count!: number;
  @Field({ description: 'Give it as `after` to `Post.replies` to read them.' })
  cursor!: string;
}

@ObjectType({ description: 'One post in the tree.' })
export class PostTreeEdge {
  @Field({ description: 'Opaque; continue the tree behind this post.' })
  cursor!: string;
  @Field(() => Post, { description: 'The post.' })
  node!: Post;
  @Field(() => MoreReplies, { nullable: true, description: 'Direct replies not on any tree page; null if all are.' })
  moreReplies!: MoreReplies | null;
}

@ObjectType({ description: 'A page of a thread as a tree, depth first.' })
export class PostTree {
  @Field(() => [PostTreeEdge], { description: 'The posts in depth-first order.' })
  edges!: PostTreeEdge[];
  @Field(() => [Post], { description: 'The posts alone.' })
  nodes!: Post[];
  @Field(() => PageInfo, { description: 'Where this page lies.' })
  pageInfo!: PageInfo;
}
