import { Injectable } from '@nestjs/common';
import type { SupportResource } from '#forum';
import { Database, Idempotency, requireNote, type Viewer } from '#platform';
import { FlagCategory } from '../safety.types.js';
import type { HelpTopic } from '../support/services.js';
import { supportResourcesFor } from '../support/support-resources.js';
import { FlagIntake } from './flag-intake.js';
import { FlagTargets } from './flag-targets.js';
import type { FlagInput } from './flags.types.js';
import { NoteReading, type ReadNote } from './notes.js';

/** What help fits what somebody said is wrong. */
const topicsOf: Readonly<Record<FlagCategory, readonly HelpTopic[]>> = {
  UNSAFE_ADULT: ['ABUSE', 'GROOMING', 'DANGER'],
  SELF_HARM_WORRY: ['SELF_HARM', 'DANGER'],
  BULLYING: ['BULLYING'],
  PERSONAL_INFORMATION: ['GROOMING'],
  OFF_PLATFORM: ['GROOMING'],
  ILLEGAL: ['GROOMING', 'DANGER'],
  OTHER: [],
};

/** Flagging: find what the person sees, read the note, then all that follows in one transaction. */
@Injectable()
export class FlagsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly targets: FlagTargets,
    private readonly notes: NoteReading,
    private readonly intake: FlagIntake,
  ) {}

  /** @returns the id of the flag, and the help to show with the answer */
  async flag(
    viewer: Viewer,
    input: FlagInput,
    requestId: string,
  ): Promise<{ id: string; supportResources: SupportResource[] }> {
    const { category } = input;
    const note = input.note == null ? null : requireNote('note', input.note);
    const call = { accountId: viewer.accountId, operation: 'flag', key: input.idempotencyKey, input };
    // What once succeeded is answered again, even if the post is out of the person's sight by now.
    const earlier = await this.idempotency.find(call);
    if (earlier) return { id: earlier, ...(await this.help(viewer, await this.targets.programOf(earlier), input)) };
    const target = await this.targets.find(viewer, input);
    const { read, supportResources } = await this.help(viewer, target.programId, { category, note });
    const id = await this.database.transaction((tx) =>
      this.idempotency.once(tx, call, () => this.intake.take(tx, { viewer, target, category, note, read, requestId })),
    );
    return { id, supportResources };
  }

  /** Reads the note, and finds the help that fits it and the category. */
  private async help(
    viewer: Viewer,
    programId: string,
    { category, note = null }: Pick<FlagInput, 'category' | 'note'>,
  ): Promise<{ read: ReadNote; supportResources: SupportResource[] }> {
    const writer = await this.notes.writer(viewer, programId);
    const read = await this.notes.read(note, writer);
    const topics = [...topicsOf[category], ...read.topics];
    return { read, supportResources: topics.length > 0 ? supportResourcesFor({ ...writer, topics }) : [] };
  }
}
