import { Injectable, type OnModuleInit } from '@nestjs/common';
import { postEdited, postPublished } from '#forum';
import { Announcements } from '#platform';
import { textDecided } from '#safety';
import { TaskKind } from '../notification.enums.js';
import { Tasks } from './tasks.js';

/** A decision can be taken back for twelve seconds; its author hears of it after that. */
const decisionDelayMs = 15_000;

/** What happens that people are to hear of: each becomes a task, in its own transaction. */
@Injectable()
export class Happenings implements OnModuleInit {
  constructor(
    private readonly announcements: Announcements,
    private readonly tasks: Tasks,
  ) {}

  onModuleInit(): void {
    this.announcements.listen(postPublished, (tx, { postId }) => this.tasks.add(tx, TaskKind.POST, postId));
    this.announcements.listen(postEdited, (tx, { postId }) => this.tasks.add(tx, TaskKind.EDIT, postId));
    // What a rule does by itself follows a report within a moment: a word about it would tell when somebody reported.
    this.announcements.listen(textDecided, async (tx, { decisionId, actorId, postId, subjectAccountId }) => {
      if (actorId === null || postId === null || subjectAccountId === null) return;
      await this.tasks.add(tx, TaskKind.DECISION, decisionId, decisionDelayMs);
    });
  }
}
