/** How much one account may do in one place within a window. */
export interface Allowance {
  /** Length of the window, which begins with the first use. */
  seconds: number;
  member: number;
  /** In an account's first days. */
  newcomer: number;
  staff: number;
}

const minute = 60;
const hour = 60 * minute;

/**
 * What one account may do on one board (where there is a board), by action. The figures are far above what a person does
 * and far below what hurts others: a limit that somebody meets while writing is a fault of ours.
 */
export const allowances = {
  /** A considered reply takes more than ten seconds; nobody keeps that up for ten minutes. Staff answer a whole class. */
  createPost: { seconds: 10 * minute, member: 60, newcomer: 20, staff: 300 },
  /** A board with more than twenty new topics an hour from one person is a wall, not a board. */
  createThread: { seconds: hour, member: 20, newcomer: 5, staff: 100 },
  /** Every edit is screened and kept for good; mending a typo five times is usual, sixty times is not. */
  editPost: { seconds: 10 * minute, member: 60, newcomer: 30, staff: 300 },
  /** A click: reading through a thread and reacting to each post stays below it. */
  setReaction: { seconds: 10 * minute, member: 200, newcomer: 100, staff: 400 },
  /** Asking for help is never made harder for newcomers; past thirty an hour, staff already know. */
  flag: { seconds: hour, member: 30, newcomer: 30, staff: 200 },
  /** Nobody falls out with thirty people in an hour; and each may make work for a coordinator. */
  blockPerson: { seconds: hour, member: 30, newcomer: 30, staff: 30 },
  /** Clients save while one types, every two seconds at the most. */
  saveDraft: { seconds: minute, member: 40, newcomer: 40, staff: 40 },
  /** One search for each second of typing; the costliest read there is. */
  search: { seconds: minute, member: 60, newcomer: 30, staff: 120 },
  /** A letter is a question; more than two a second is no typing, but somebody who collects names. */
  mentionCandidates: { seconds: minute, member: 120, newcomer: 60, staff: 240 },
  /** Before each sending, and after each mending of a word; more is somebody who tries out what passes. */
  wordsToReconsider: { seconds: 10 * minute, member: 120, newcomer: 60, staff: 300 },
} satisfies Record<string, Allowance>;

export type LimitedAction = keyof typeof allowances;

/** How long an account counts as new: a school week, in which staff have met it. */
export const newcomerDays = 7;

/** What the subscriptions of one member may cost together. Above it, deliveries wait; none is refused. */
export interface DeliveryAllowance {
  /** Points that come back in a second (`graphql/cost.ts`, for each event). */
  pointsPerSecond: number;
  /** Points of a member that had none delivered for a while. */
  burst: number;
}

/**
 * A board event with thread, post and author costs four points: 500 of them in a second, and 5,000 at once after a break.
 * The costliest selection (5,000 points) is executed every two and a half seconds for one member.
 */
export const deliveryAllowance: DeliveryAllowance = { pointsPerSecond: 2_000, burst: 20_000 };
