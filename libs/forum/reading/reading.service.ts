import { Injectable } from '@nestjs/common';
import { Clock, Database, mostPerPage, Refusal, requireUuid, type Viewer } from '#platform';
import { markBoardRead, markThreadRead } from './reading.queries.js';
import type { MarkReadInput } from './reading.types.js';
import { ForumReader } from '../reader.js';
import type { Board, Thread } from '../threads/thread.types.js';

/** How far the viewer has read: private to the viewer, monotonic over all devices. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reader: ForumReader,
  ) {}

  async markRead(viewer: Viewer, input: MarkReadInput): Promise<Thread> {
    const numbers = input.numbers ?? [];
    if (numbers.length > mostPerPage) throw Refusal.invalid('numbers', `must be at most ${mostPerPage}`);
    const number = input.number ?? 0;
    if (number < 0) throw Refusal.invalid('number', 'must not be negative');
    const [thread] = await this.reader.threads(viewer, [requireUuid('Thread', input.threadId)]);
    if (!thread) throw Refusal.notFound();
    await this.database.run(markThreadRead(viewer.accountId, thread.row.id, number, numbers, this.clock.now()));
    const [marked] = await this.reader.threads(viewer, [thread.row.id]);
    return marked ?? thread;
  }

  async markBoardRead(viewer: Viewer, boardId: string): Promise<Board> {
    const [board] = await this.reader.boards(viewer, [requireUuid('Board', boardId)]);
    if (!board) throw Refusal.notFound();
    await this.database.run(markBoardRead(viewer.accountId, board.row.id, this.clock.now()));
    const [marked] = await this.reader.boards(viewer, [board.row.id]);
    return marked ?? board;
  }
}
