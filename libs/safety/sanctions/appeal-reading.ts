import { Injectable } from '@nestjs/common';
import type { SupportResource } from '#forum';
import type { Transaction, Viewer } from '#platform';
import { Cases } from '../cases/cases.js';
import { NoteReading } from '../flags/notes.js';
import { supportResourcesFor } from '../support/support-resources.js';

/** Reads what people say against a decision or a measure: it can be a call for help. */
@Injectable()
export class AppealReading {
  constructor(
    private readonly notes: NoteReading,
    private readonly cases: Cases,
  ) {}

  /** Opens a case where the words tell of danger. @returns help that fits them */
  async read(tx: Transaction, viewer: Viewer, programId: string, text: string): Promise<SupportResource[]> {
    const writer = await this.notes.writer(viewer, programId, tx);
    const { danger, topics } = await this.notes.read(text, writer);
    if (danger === null) return [];
    const about = { subjectAccountId: viewer.accountId, category: 'APPEAL_TEXT' };
    await this.cases.open(tx, { programId, ...about, priority: danger, openedBy: null });
    return supportResourcesFor({ ...writer, topics });
  }

  /** The help alone, for the answer, also to a repeated call. */
  async help(viewer: Viewer, programId: string, text: string): Promise<SupportResource[]> {
    const writer = await this.notes.writer(viewer, programId);
    const { danger, topics } = await this.notes.read(text, writer);
    return danger === null ? [] : supportResourcesFor({ ...writer, topics });
  }
}
