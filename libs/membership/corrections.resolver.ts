import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentViewer, Role, Staff, type Viewer } from '#platform';
import { AgeBandService } from './age-band.service.js';
import { CorrectionsService } from './corrections.service.js';
import {
  ChangeCohortInput,
  ChangeCohortPayload,
  CorrectBirthDateInput,
  CorrectBirthDatePayload,
  SetAgeBandInput,
  SetAgeBandPayload,
} from './corrections.types.js';

@Resolver()
export class CorrectionsResolver {
  constructor(
    private readonly corrections: CorrectionsService,
    private readonly ageBand: AgeBandService,
  ) {}

  @Staff()
  @Mutation(() => CorrectBirthDatePayload, {
    description:
      'Corrects the birth date of a person. What depends on the age holds at once, in every program: age band, consent, pre-moderation, mail. Of staff, a safeguarding lead of each of their programs corrects it.',
  })
  async correctBirthDate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose, the date, and why.' }) input: CorrectBirthDateInput,
  ): Promise<CorrectBirthDatePayload> {
    return { enrolments: await this.corrections.correctBirthDate(viewer, input) };
  }

  @Staff()
  @Mutation(() => ChangeCohortPayload, {
    description: 'Moves a mentee, mentor or guardian to another cohort. The boards that they read change at once.',
  })
  async changeCohort(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which enrolment, the cohort, and why.' }) input: ChangeCohortInput,
  ): Promise<ChangeCohortPayload> {
    return { enrolment: await this.corrections.changeCohort(viewer, input) };
  }

  @Staff(Role.PROGRAM_ADMIN, Role.SAFEGUARDING_LEAD)
  @Mutation(() => SetAgeBandPayload, {
    description: 'Sets for which ages a program is. Mentees of a known age outside of it are paused at once.',
  })
  async setAgeBand(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which program, and the ages.' }) input: SetAgeBandInput,
  ): Promise<SetAgeBandPayload> {
    return { program: await this.ageBand.set(viewer, input) };
  }
}
