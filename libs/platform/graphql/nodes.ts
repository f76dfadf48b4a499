import { Injectable } from '@nestjs/common';
import { Args, Field, ID, InterfaceType, Query, Resolver } from '@nestjs/graphql';
import { Public } from '../access.js';
import { Refusal } from '../errors.js';
import { readGlobalId, type NodeType } from '../ids.js';
import { mostPerPage } from '../paging.js';
import type { Viewer } from '../viewer.js';
import { CurrentRequest, type RequestContext } from './context.js';

@InterfaceType({
  description: 'Anything with a global id (Relay global object identification).',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and global: serves `node(id)`.' })
  id!: string;
}

/**
 * Finds rows by id for `node` and `nodes`, through the noun's own visibility filter. The answer keeps the order of the
 * ids, with null for each that does not exist or that this viewer may not see.
 */
export type NodeLoader = (viewer: Viewer, uuids: readonly string[]) => Promise<(object | null)[]>;

/** Every library registers the kinds that it owns here (`onModuleInit`). */
@Injectable()
export class NodeLoaders {
  private readonly loaders = new Map<NodeType, NodeLoader>();

  register(type: NodeType, loader: NodeLoader): void {
    this.loaders.set(type, loader);
  }

  /** One statement per kind, whatever the number of ids. */
  async load(viewer: Viewer | null, ids: readonly string[]): Promise<(object | null)[]> {
    const found = new Map<string, object | null>();
    if (viewer) {
      const byType = Map.groupBy(
        ids.map((id) => ({ id, named: readGlobalId(id) })).filter(({ named }) => named !== null),
        ({ named }) => named?.type,
      );
      for (const [type, wanted] of byType) {
        const loader = type && this.loaders.get(type);
        if (!loader) continue;
        const rows = await loader(
          viewer,
          wanted.map(({ named }) => named?.uuid ?? ''),
        );
        wanted.forEach(({ id }, index) => found.set(id, rows[index] ?? null));
      }
    }
    return ids.map((id) => found.get(id) ?? null);
  }
}

@Resolver()
export class NodesResolver {
  constructor(private readonly loaders: NodeLoaders) {}

  @Public()
  @Query(() => Node, { nullable: true, description: 'The thing with this id; null if it is not there for you.' })
  async node(
    @Args('id', { type: () => ID, description: 'A global id.' }) id: string,
    @CurrentRequest() { viewer }: RequestContext,
  ): Promise<object | null> {
    return (await this.loaders.load(viewer, [id]))[0] ?? null;
  }

  @Public()
  @Query(() => [Node], {
    nullable: 'items',
    description: 'The things with these ids, in their order, null where one is not there for you. At most 100.',
  })
  async nodes(
    @Args('ids', { type: () => [ID], description: 'Global ids.' }) ids: string[],
    @CurrentRequest() { viewer }: RequestContext,
  ): Promise<(object | null)[]> {
    if (ids.length > mostPerPage) throw Refusal.invalid('ids', `must be at most ${mostPerPage}`);
    return this.loaders.load(viewer, ids);
  }
}
