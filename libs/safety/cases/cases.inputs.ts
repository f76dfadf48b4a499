import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Priority } from '../safety.types.js';
import { CaseOutcome, SafetyCase } from './cases.types.js';

const idempotencyKey = {
  nullable: true,
  description: 'Makes it safe to repeat the call: the same key and input give the same answer. 1 to 128 characters.',
} as const;
const note = 'For the people who work on the case; 1 to 4,000 characters.';

@InputType({ description: 'A case to take on.' })
export class AcknowledgeCaseInput {
  @Field(() => ID, { description: 'Which.' })
  caseId!: string;
}

@InputType({ description: 'Another owner for a case.' })
export class AssignCaseInput {
  @Field(() => ID, { description: 'Which.' })
  caseId!: string;
  @Field(() => ID, { description: 'Account of a member of staff of the program.' })
  ownerId!: string;
  @Field(() => String, { nullable: true, description: `What the next one has to know. ${note}` })
  handover?: string | null;
}

@InputType({ description: 'A note in a case.' })
export class AddCaseNoteInput {
  @Field(() => ID, { description: 'Which.' })
  caseId!: string;
  @Field({ description: note })
  text!: string;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@InputType({ description: 'A report to somebody outside: that it has to be made, or that it was.' })
export class RecordExternalReportInput {
  @Field(() => ID, { description: 'Which case.' })
  caseId!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The report that was due and has been made now; absent for a new one.',
  })
  reportId?: string | null;
  @Field({ description: 'Police, child protection, CyberTipline, CEOP …; 1 to 120 characters.' })
  agency!: string;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it was made; absent: it has to be, the clock runs.',
  })
  madeAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'Their reference, 1 to 120 characters.' })
  reference?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@InputType({ description: 'Another priority for a case.' })
export class ReprioritiseCaseInput {
  @Field(() => ID, { description: 'Which.' })
  caseId!: string;
  @Field(() => Priority, {
    description: 'P0 or P1. Upward is free; downward is for safeguarding leads, with a reason.',
  })
  priority!: Priority;
  @Field(() => String, { nullable: true, description: `Why; needed downward. ${note}` })
  reason?: string | null;
}

@InputType({ description: 'The end of a case.' })
export class CloseCaseInput {
  @Field(() => ID, { description: 'Which.' })
  caseId!: string;
  @Field(() => CaseOutcome, { description: 'How it ended.' })
  outcome!: CaseOutcome;
  @Field({ description: `What was done. ${note}` })
  note!: string;
}

@ObjectType({ description: 'The case as it is now.' })
export class SafetyCasePayload {
  @Field(() => SafetyCase, {
    nullable: true,
    description: 'It; null if it is not yours any more, as after handing it over.',
  })
  safetyCase!: SafetyCase | null;
}
