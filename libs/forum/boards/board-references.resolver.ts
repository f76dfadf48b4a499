import { Field, ID, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CohortType, MatchType, ProgramType } from '#membership';
import { CurrentRequest, Database, globalId, type RequestContext, sql } from '#platform';
import { BoardKind } from '../forum.types.js';
import DataLoader from 'dataloader';

@ObjectType({
  description:
    'The board of a program, cohort or match, named: who manages those need not be allowed to read it. Load it with `board(id)`.',
})
export class BoardReference {
  @Field(() => ID, { description: 'Global id of the board.' })
  id!: string;
  @Field(() => BoardKind, { description: 'Whom it serves.' })
  kind!: BoardKind;
}

const references = Symbol('board references');

/** Boards by what they belong to; one statement for all of a request. */
function loaderOf(database: Database, memo: Map<unknown, unknown>): DataLoader<string, BoardReference> {
  const known = memo.get(references) as DataLoader<string, BoardReference> | undefined;
  if (known) return known;
  const loader = new DataLoader<string, BoardReference>(async (owners) => {
    const rows = await database.rows<{ id: string; kind: BoardKind; owner: string }>(sql`
      select id, kind, coalesce(match_id, cohort_id, program_id) as owner from board
      where kind <> 'STAFF' and (match_id = any(${owners}::uuid[]) or cohort_id = any(${owners}::uuid[])
        or (kind = 'PROGRAM' and program_id = any(${owners}::uuid[])))`);
    const byOwner = new Map(rows.map(({ id, kind, owner }) => [owner, { id: globalId('Board', id), kind }]));
    return owners.map((owner) => byOwner.get(owner) ?? new Error(`${owner} has no board`));
  });
  memo.set(references, loader);
  return loader;
}

@Resolver(() => ProgramType)
export class ProgramBoardResolver {
  constructor(private readonly database: Database) {}

  @ResolveField(() => BoardReference, { description: 'The board for everybody in the program.' })
  board(@Parent() program: ProgramType, @CurrentRequest() { memo }: RequestContext): Promise<BoardReference> {
    return loaderOf(this.database, memo).load(program.uuid);
  }
}

@Resolver(() => CohortType)
export class CohortBoardResolver {
  constructor(private readonly database: Database) {}

  @ResolveField(() => BoardReference, { description: 'The board of the cohort.' })
  board(@Parent() cohort: CohortType, @CurrentRequest() { memo }: RequestContext): Promise<BoardReference> {
    return loaderOf(this.database, memo).load(cohort.uuid);
  }
}

@Resolver(() => MatchType)
export class MatchBoardResolver {
  constructor(private readonly database: Database) {}

  @ResolveField(() => BoardReference, { description: 'The board of the match.' })
  board(@Parent() match: MatchType, @CurrentRequest() { memo }: RequestContext): Promise<BoardReference> {
    return loaderOf(this.database, memo).load(match.uuid);
  }
}
