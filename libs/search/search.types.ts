import { ArgsType, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Board, boardRead, Post } from '#forum';
import { PersonType } from '#membership';
import { ForwardArgs, PageInfo, Reads } from '#platform';
import type { Found, SearchRequest } from './search-engine.port.js';

export enum SearchSort {
  RELEVANCE = 'RELEVANCE',
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
}

registerEnumType(SearchSort, {
  name: 'SearchSort',
  description: 'In which order hits come.',
  valuesMap: {
    RELEVANCE: { description: 'Best match first; of equal ones, the newer.' },
    NEWEST: { description: 'Newest first.' },
    OLDEST: { description: 'Oldest first.' },
  },
});

@InputType({ description: 'The operators of the query, as arguments. Each narrows further; lists mean any of them.' })
export class SearchFilter {
  @Field(() => [ID], { nullable: true, description: 'Only on these boards (`board:`).' })
  boardIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Only by these people (`from:`).' })
  authorIds?: string[] | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Only what was published before (`before:`).' })
  before?: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Only what was published at or after this (`after:` a day means from the next day on).',
  })
  after?: Date | null;
  @Field({ defaultValue: false, description: 'The words must stand in the title (`in:title`); finds opening posts.' })
  inTitle!: boolean;
  @Field({ defaultValue: false, description: 'Only in threads that ask for an answer (`is:question`).' })
  isQuestion!: boolean;
  @Field({ defaultValue: false, description: 'Only in questions without an accepted answer (`is:unanswered`).' })
  isUnanswered!: boolean;
}

@ArgsType()
export class SearchArgs extends ForwardArgs {
  @Field({
    description:
      'What to look for, at most 500 characters: words, "phrases", -exclusions, and the operators board:, from:, before:, after:, in:title, is:question, is:unanswered.',
  })
  query!: string;
  @Field(() => ID, { nullable: true, description: 'Only on this board.' })
  boardId?: string | null;
  @Field(() => SearchFilter, {
    nullable: true,
    description: 'Operators as arguments, together with those in the query.',
  })
  filter?: SearchFilter | null;
  @Field(() => SearchSort, { defaultValue: SearchSort.RELEVANCE, description: 'In which order.' })
  sort!: SearchSort;
  @Field({ defaultValue: false, description: 'The last word may be a beginning: for a search while typing.' })
  prefix!: boolean;
  @Field({
    defaultValue: false,
    description:
      'Also what is held, returned, hidden, removed or withdrawn, on boards that the viewer reviews; newest first, and each such search is logged. FORBIDDEN for others.',
  })
  includeHidden!: boolean;
}

@ObjectType({ description: 'A post that was found.' })
export class SearchEdge {
  @Field({ description: 'Opaque; continue behind this hit.' })
  cursor!: string;
  @Reads(({ node }: SearchEdge) => boardRead(node.row.boardId))
  @Field({
    description:
      'A piece of the text around what was found, as HTML in which nothing but `<mark>` can stand; made from the text that this viewer is shown.',
  })
  highlight!: string;
  @Field(() => Post, { description: 'The post, as this viewer sees it.' })
  node!: Post;
}

@ObjectType({ description: 'How many hits are on a board.' })
export class BoardFacet {
  @Field(() => Board, { description: 'The board.' })
  board!: Board;
  @Field(() => Int, { description: 'Hits there, among the newest thousand.' })
  count!: number;
}

@ObjectType({ description: 'How many hits somebody wrote.' })
export class AuthorFacet {
  @Field(() => PersonType, { description: 'The author.' })
  author!: PersonType;
  @Field(() => Int, { description: 'Hits by them, among the newest thousand.' })
  count!: number;
}

@ObjectType({ description: 'Where the hits lie. Counted among posts that this viewer may see, and no others.' })
export class SearchFacets {
  @Field(() => [BoardFacet], { description: 'Most hits first, at most twenty.' })
  boards!: BoardFacet[];
  @Field(() => [AuthorFacet], { description: 'Most hits first, at most twenty.' })
  authors!: AuthorFacet[];
}

@ObjectType({ description: 'A page of hits.' })
export class SearchConnection {
  @Field(() => [SearchEdge], { description: 'The hits.' })
  edges!: SearchEdge[];
  @Field(() => [Post], { description: 'The posts alone.' })
  nodes!: Post[];
  @Field(() => PageInfo, { description: 'Where this page lies.' })
  pageInfo!: PageInfo;
  @Field({ description: 'The search engine is away, and a simpler one answered in its place.' })
  degraded!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'The query with a mistyped operator put right; null if none is.',
  })
  suggestion!: string | null;

  /** What was asked, for the facets; null where nothing can be found. */
  request!: SearchRequest | null;
}

/** What an engine found, and whether it was the one that should have been asked. */
export type Answer = Found & { degraded: boolean };
