import { Global, Module } from '@nestjs/common';
import { AccountsModule, NamesInSight } from '#accounts';
import { ViewerLoader } from '#platform';
import { MatchAccessResolver } from './access/match-access.resolver.js';
import { MatchAccessService } from './access/match-access.service.js';
import { BlocksResolver } from './blocks/blocks.resolver.js';
import { BlocksService } from './blocks/blocks.service.js';
import { BoardReaders } from './board-readers.js';
import { ConsentsResolver } from './consents.resolver.js';
import { ConsentsService } from './consents.service.js';
import { EnrolmentsResolver } from './enrolments.resolver.js';
import { EnrolmentsService } from './enrolments.service.js';
import { MembershipFounding } from './founding.js';
import { Lapses } from './lapses.js';
import { LedMatches } from './led-matches.js';
import { MatchMoves } from './match-moves.js';
import { MatchPeople } from './match-people.js';
import { MatchStatesService } from './match-states.service.js';
import { MatchesResolver } from './matches.resolver.js';
import { MatchesService } from './matches.service.js';
import { MembershipNodes } from './membership-nodes.js';
import { MembershipRecord } from './membership-record.js';
import { MemberNames } from './names-in-sight.js';
import { Observers } from './observers.js';
import { People } from './people.js';
import { ProgramsResolver } from './programs.resolver.js';
import { ProgramsService } from './programs.service.js';
import { Recipients } from './recipients.js';
import { Restrictions } from './restrictions.js';
import { Standings } from './standings.service.js';
import { MembershipViewerLoader } from './viewer-loader.js';
import { ViewerEnrolmentsResolver } from './viewer-enrolments.resolver.js';

/** Global, so that `platform` finds its viewer loader here without knowing this library. */
@Global()
@Module({
  imports: [AccountsModule],
  providers: [
    BlocksResolver,
    BlocksService,
    BoardReaders,
    ConsentsResolver,
    ConsentsService,
    EnrolmentsResolver,
    EnrolmentsService,
    Lapses,
    LedMatches,
    MatchAccessResolver,
    MatchAccessService,
    MatchMoves,
    MatchPeople,
    MatchStatesService,
    MatchesResolver,
    MatchesService,
    MembershipFounding,
    MembershipNodes,
    MembershipRecord,
    Observers,
    People,
    ProgramsResolver,
    ProgramsService,
    Recipients,
    Restrictions,
    Standings,
    ViewerEnrolmentsResolver,
    { provide: NamesInSight, useClass: MemberNames },
    { provide: ViewerLoader, useClass: MembershipViewerLoader },
  ],
  exports: [
    BoardReaders,
    Lapses,
    MatchMoves,
    MembershipFounding,
    NamesInSight,
    Observers,
    People,
    Recipients,
    Restrictions,
    Standings,
    ViewerLoader,
  ],
})
export class MembershipModule {}
