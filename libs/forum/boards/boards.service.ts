import { Injectable, type OnModuleInit } from '@nestjs/common';
import { audienceOf, type BoardPlace, cohortCreated, matchCreated, programCreated } from '#membership';
import { Announcements, Clock, Ids, insertInto, type Transaction } from '#platform';
import { BoardKind } from '../forum.types.js';

/** Makes the boards that programs, cohorts and matches come with, in the transaction that makes those. */
@Injectable()
export class BoardsService implements OnModuleInit {
  constructor(
    private readonly announcements: Announcements,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(programCreated, async (tx, { programId, name }) => {
      await this.create(tx, { kind: BoardKind.PROGRAM, programId }, name);
      await this.create(tx, { kind: BoardKind.STAFF, programId }, `${name}: staff`);
    });
    this.announcements.listen(cohortCreated, (tx, { programId, cohortId, name }) =>
      this.create(tx, { kind: BoardKind.COHORT, programId, cohortId }, name),
    );
    this.announcements.listen(matchCreated, (tx, { programId, matchId, mentors, mentees }) =>
      this.create(tx, { kind: BoardKind.MATCH, programId, matchId }, [...mentees, ...mentors].join(' & ')),
    );
  }

  /** A board with its counters. */
  async create(tx: Transaction, place: BoardPlace, title: string): Promise<void> {
    const id = this.ids.next();
    await tx.run(insertInto('board', { ...place, id, title, ...audienceOf(place), createdAt: this.clock.now() }));
    await tx.run(insertInto('board_log', { boardId: id }));
  }
}
