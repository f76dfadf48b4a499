import type { ReactionKind, ThreadKind } from '#forum';

/** Boards of the demo community: of Lantern and of Harbour, its two programs. */
export type ScriptBoard =
  'lantern' | 'lantern-staff' | 'autumn' | 'ada-ben' | 'dan-cleo' | 'harbour' | 'harbour-staff' | 'spring' | 'gus-finn';

export interface ScriptThread {
  board: ScriptBoard;
  title: string;
  kind?: ThreadKind;
  pinned?: boolean;
  /** Number of the answer that the asker accepted. */
  accepted?: number;
  posts: ScriptPost[];
}

export interface ScriptPost {
  /** Username. */
  by: string;
  /** Days before today and time of day, UTC: `27 09:10`. */
  at: string;
  /** Number of the post it answers. */
  to?: number;
  text: string;
  reactions?: Partial<Record<keyof typeof ReactionKind, string[]>>;
}
