import { Global, Module } from '@nestjs/common';
import { AccountsModule, NamesInSight, ProgramWords } from '#accounts';
import { ViewerLoader } from '#platform';
import { MatchAccessResolver } from './access/match-access.resolver.js';
import { MatchAccessService } from './access/match-access.service.js';
import { AccountCareResolver } from './account-care/account-care.resolver.js';
import { AccountCare } from './account-care/account-care.service.js';
import { MembershipProgramWords } from './account-care/program-words.js';
import { AgeBandService } from './age-band.service.js';
import { Appointments } from './appointments.js';
import { BlocksResolver } from './blocks/blocks.resolver.js';
import { BlocksService } from './blocks/blocks.service.js';
import { BoardReaders } from './board-readers.js';
import { ConsentsResolver } from './consents.resolver.js';
import { ConsentsService } from './consents.service.js';
import { CorrectionsResolver } from './corrections.resolver.js';
import { CorrectionsService } from './corrections.service.js';
import { EnrolmentsResolver } from './enrolments.resolver.js';
import { EnrolmentStops } from './enrolment-stops.service.js';
import { EnrolmentsService } from './enrolments.service.js';
import { MembershipFounding } from './founding.js';
import { InvitationsResolver } from './invitations.resolver.js';
import { InvitationsService } from './invitations.service.js';
import { Lapses } from './lapses.js';
import { LedMatches } from './led-matches.js';
import { MatchMoves } from './match-moves.js';
import { MatchPeople } from './match-people.js';
import { MatchStatesService } from './match-states.service.js';
import { MatchStops } from './match-stops.service.js';
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
    AccountCare,
    AccountCareResolver,
    AgeBandService,
    Appointments,
    BlocksResolver,
    BlocksService,
    BoardReaders,
    ConsentsResolver,
    ConsentsService,
    CorrectionsResolver,
    CorrectionsService,
    EnrolmentsResolver,
    EnrolmentStops,
    EnrolmentsService,
    InvitationsResolver,
    InvitationsService,
    Lapses,
    LedMatches,
    MatchAccessResolver,
    MatchAccessService,
    MatchMoves,
    MatchPeople,
    MatchStatesService,
    MatchStops,
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
    { provide: ProgramWords, useClass: MembershipProgramWords },
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
    ProgramWords,
    Recipients,
    Restrictions,
    Standings,
    ViewerLoader,
  ],
})
export class MembershipModule {}
