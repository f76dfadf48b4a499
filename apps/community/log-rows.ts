import { BoardEventKind, PostState } from '#forum';
import { Made } from './made-ids.js';
import { at } from './people-rows.js';
import { filling, type Filling, type Row } from './tables.js';
import { type Talk, valueAt } from './talk.js';
import type { TalkNames } from './talk-names.js';

/** Events of a board that are kept; older cursors are told to start anew, as after the nightly trimming. */
const keptEvents = 200;

interface Happening {
  kind: BoardEventKind;
  post: number;
  at: number;
  posts: -1 | 0 | 1;
}

/** What happened on each board, counted and told: its counters, its newest events, the trail. */
export class LogRows {
  private readonly talk: Talk;

  /** @param order posts in order of publication */
  constructor(
    private readonly names: TalkNames,
    private readonly order: Uint32Array,
  ) {
    this.talk = names.community.talk;
  }

  fillings(): Filling[] {
    return [...this.boardLogs(), filling('audit_event', this.trail())];
  }

  /** Each board's counters and its newest events, from one walk through everything that happened. */
  private boardLogs(): Filling[] {
    const logs = this.names.community.boards.map(() => ({ seq: 0, posts: 0, kept: [] as Happening[] }));
    for (const happening of this.happenings()) {
      const log = at(logs, this.talk.threadOf(happening.post).board);
      log.seq += 1;
      log.posts += happening.posts;
      log.kept[(log.seq - 1) % keptEvents] = happening;
    }
    const rows = logs.map(({ seq, posts, kept }, place) => ({
      board_id: this.names.people.board(place),
      last_seq: seq,
      trimmed_to: seq - kept.length,
      post_count: posts,
    }));
    const events = logs.flatMap(({ seq, kept }, board) =>
      kept.map((_, back): Row<'board_event'> => {
        const number = seq - kept.length + back + 1;
        return this.eventRow(board, number, at(kept, (number - 1) % keptEvents));
      }),
    );
    return [filling('board_event', events), filling('board_log', rows)];
  }

  private *happenings(): Iterable<Happening> {
    const gone = [...this.talk.takenDown].sort(([, one], [, other]) => one.at - other.at);
    let next = 0;
    const until = function* (moment: number): Iterable<Happening> {
      for (let entry = gone[next]; entry && entry[1].at < moment; entry = gone[next]) {
        const [post, { state, at: when }] = entry;
        const kind = state === PostState.WITHDRAWN ? BoardEventKind.POST_WITHDRAWN : BoardEventKind.POST_HIDDEN;
        yield { kind, post, at: when, posts: -1 };
        next += 1;
      }
    };
    for (const post of this.order) {
      const when = valueAt(this.talk.at, post);
      yield* until(when);
      if (this.talk.threadOf(post).start === post) {
        yield { kind: BoardEventKind.THREAD_CREATED, post, at: when, posts: 0 };
      }
      yield { kind: BoardEventKind.POST_PUBLISHED, post, at: when, posts: 1 };
    }
    yield* until(Infinity);
  }

  private eventRow(board: number, seq: number, { kind, post, at: when }: Happening): Row<'board_event'> {
    return {
      board_id: this.names.people.board(board),
      seq,
      kind,
      thread_id: this.names.threadOf(post),
      post_id: this.names.post(post),
      occurred_at: new Date(when),
    };
  }

  /** One line for each step of a post that the talk tells of (`PostStates`). */
  private *trail(): Iterable<Row<'audit_event'>> {
    const { reviewers, takenDown } = this.talk;
    if (reviewers) {
      for (const post of this.order) {
        const reviewer = reviewers.get(post);
        yield this.trailRow(post, valueAt(this.talk.at, post), {
          action: 'post.published',
          by: reviewer ?? valueAt(this.talk.author, post),
          from: PostState.HELD,
          to: PostState.PUBLISHED,
          reasonCode: reviewer === undefined ? null : 'OK',
          how: reviewer === undefined ? 'screened' : 'decided',
        });
      }
    }
    for (const [post, { state, at: when, by }] of takenDown) {
      const byAuthor = state === PostState.WITHDRAWN;
      yield this.trailRow(post, when, {
        action: `post.${state.toLowerCase()}`,
        by,
        from: PostState.PUBLISHED,
        to: state,
        reasonCode: byAuthor ? null : 'OTHER',
        how: byAuthor ? 'author' : 'decided',
      });
    }
  }

  private trailRow(
    post: number,
    when: number,
    step: { action: string; by: number; from: PostState; to: PostState; reasonCode: string | null; how: string },
  ): Row<'audit_event'> {
    // Behind the lines about people, and two places for each post.
    const place = 0x40000000 + post * 2 + (step.to === PostState.PUBLISHED ? 0 : 1);
    return {
      id: this.names.people.ids.of(Made.AUDIT_EVENT, place, when),
      at: new Date(when),
      action: step.action,
      actor_id: this.names.people.account(step.by),
      actor_role: at(this.names.community.people, step.by).role,
      program_id: this.names.people.program(at(this.names.community.boards, this.talk.threadOf(post).board).program),
      target_type: 'Post',
      target_id: this.names.post(post),
      revision_id: this.names.revision(post),
      from_state: step.from,
      to_state: step.to,
      rule_ids: [],
      reason_code: step.reasonCode,
      facts: { by: step.how },
    };
  }
}
