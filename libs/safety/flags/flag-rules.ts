import { FlagCategory, Priority } from '../safety.types.js';

/** What decides about a flag: counts and kinds, never who. */
export interface FlagFacts {
  category: FlagCategory;
  /** A mentee flags the mentor of a match of theirs. */
  ofOwnMentor: boolean;
  /** Different people who flagged this very text or person since it was last decided, this one included. */
  reporters: number;
  /** Members of staff among them. */
  staff: number;
  /** A human decided about this very text or person already … */
  decided: boolean;
  /** … and nobody had said then that this is wrong with it. */
  newCategory: boolean;
}

export interface FlagVerdict {
  /** It waits for a human (again); otherwise it only joins what was decided. */
  opens: boolean;
  hides: boolean;
  pausesMatch: boolean;
  opensCase: boolean;
  priority: Priority.P1 | Priority.P2;
  /** For the trail. The rule says how many were needed and not who they were, so it points at nobody. */
  ruleId: string;
}

/** One is enough: somebody may be in danger (domain 2.6). */
const atOnce: ReadonlySet<FlagCategory> = new Set([FlagCategory.UNSAFE_ADULT, FlagCategory.SELF_HARM_WORRY]);
const peopleToHide = 2;
/** So many new people open again what was decided; fewer would let a few wear a decision down. */
const peopleToReopen = 3;

/**
 * What a flag does (domain 2.6). A mentee's word about their own mentor always counts, also after a decision: the cost of
 * a mistake there is a pause, the cost of the other mistake is a child.
 */
export function weigh({ category, ofOwnMentor, reporters, staff, decided, newCategory }: FlagFacts): FlagVerdict {
  const serious = ofOwnMentor || atOnce.has(category);
  const opens = !decided || newCategory || ofOwnMentor || reporters >= peopleToReopen;
  const oneIsEnough = serious || staff > 0;
  const hides = opens && (oneIsEnough || reporters >= peopleToHide);
  return {
    opens,
    hides,
    pausesMatch: ofOwnMentor,
    opensCase: opens && serious,
    priority: serious ? Priority.P1 : Priority.P2,
    ruleId: !hides ? 'FLAG.WAITS@1' : oneIsEnough ? 'FLAG.ONE-HIDES@1' : 'FLAG.TWO-HIDE@1',
  };
}

/** People of ill will flag in numbers; a child in need does not come near these. Flags for danger are never counted out. */
export const mostFlagsAnHour = 30;
/** Flags that joined something decided, in a day: saying it once more changes nothing, so saying it often is noise. */
export const mostRepeatsADay = 5;

export const isCountedOut = (category: FlagCategory, ofOwnMentor: boolean): boolean =>
  !ofOwnMentor && !atOnce.has(category);
