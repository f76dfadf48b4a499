import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Thread } from '#forum';
import { CurrentRequest, CurrentViewer, type Read, Reads, type RequestContext, SignedIn, type Viewer } from '#platform';
import { FacetsService } from './facets.service.js';
import { SearchService } from './search.service.js';
import { SearchArgs, SearchConnection, SearchFacets } from './search.types.js';

/** That a search was made and where its hits lie; never what was searched for, which may be a name or a quotation. */
const searchMade = (hits: readonly { row: { boardId: string } }[]): Read => ({
  action: 'search.made',
  id: '',
  details: hits.map(({ row }) => row.boardId),
});

@Resolver(() => SearchConnection)
export class SearchResolver {
  constructor(
    private readonly searching: SearchService,
    private readonly counting: FacetsService,
  ) {}

  @SignedIn()
  @Reads((_root: unknown, { nodes }: SearchConnection) => searchMade(nodes))
  @Query(() => SearchConnection, {
    description:
      'Posts in which something stands, among all that the viewer may read. What they may not is not there: no hit, count, facet or suggestion tells of it. Errors: CONSENT_REQUIRED, INVALID_INPUT, FORBIDDEN.',
  })
  search(
    @CurrentViewer() viewer: Viewer,
    @CurrentRequest() { requestId }: RequestContext,
    @Args() args: SearchArgs,
  ): Promise<SearchConnection> {
    return this.searching.search(viewer, args, requestId);
  }

  @ResolveField(() => SearchFacets, { description: 'Where the hits lie, for narrowing a search.' })
  facets(@CurrentViewer() viewer: Viewer, @Parent() found: SearchConnection): Promise<SearchFacets> {
    return this.counting.of(viewer, found);
  }

  @SignedIn()
  @Reads((_root: unknown, threads: readonly Thread[]) => searchMade(threads))
  @Query(() => [Thread], {
    description:
      'Up to five threads of a board like the one that is being written, best first: so that a question is asked once. Errors: CONSENT_REQUIRED.',
  })
  similarThreads(
    @CurrentViewer() viewer: Viewer,
    @Args('boardId', { type: () => ID, description: 'Where it is going to be opened.' }) boardId: string,
    @Args('title', { description: 'Its title, as far as it is written.' }) title: string,
    @Args('body', { defaultValue: '', description: 'Its text, as far as it is written.' }) body: string,
  ): Promise<Thread[]> {
    return this.searching.similarThreads(viewer, boardId, title, body);
  }
}
