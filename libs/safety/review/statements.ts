import { DecisionKind, ReasonCode } from '../safety.types.js';

/** What a statement of reasons tells (DSA Art. 17(3)). */
export interface Stated {
  kind: DecisionKind;
  reasonCode: ReasonCode;
  /** The moderator's own words. */
  note: string | null;
  /** EDIT: of a post that others go on seeing as it was. NAME: the one that the person wanted to be called by. */
  about: 'POST' | 'EDIT' | 'NAME';
  /** Detectors had marked the text; false: all first posts wait, or somebody told us. */
  detected: boolean;
  /** No human decided. */
  automated: boolean;
  /** Null: there is nothing to appeal. */
  appealableUntil: Date | null;
}

/** In words that a thirteen-year-old reads without help: short sentences, no name of a law, no accusation. */
const done: Partial<Record<DecisionKind, [post: string, edit: string]>> = {
  APPROVE_REDACTED: [
    'We published your post, and left some words out.',
    'We published your change, and left some words out.',
  ],
  RETURN: [
    'We did not publish your post yet. It is back with you, and you can change it and send it again.',
    'We did not publish your change yet. It is back with you. Until then others see your post as it was.',
  ],
  REJECT: ['We did not publish your post.', 'We did not publish your change. Others see your post as it was.'],
  HIDE: [
    'We hid your post for now. Others see an empty place.',
    'We hid your post for now. Others see an empty place.',
  ],
  REMOVE: ['We took your post down. Others see an empty place.', 'We took your post down. Others see an empty place.'],
};

const why: Record<ReasonCode, [fact: string, rule: string]> = {
  OK: ['Nothing is wrong with it.', ''],
  PERSONAL_INFORMATION: [
    'It tells something that could help a stranger find or reach a person: a name, a number, an address, an account.',
    'Our rule: we keep these out of all posts, everybody’s.',
  ],
  OFF_PLATFORM: [
    'It leads to a talk or a meeting somewhere else, where nobody can help if something goes wrong.',
    'Our rule: we talk here, or where your coordinator has arranged it.',
  ],
  UNKIND: ['It could hurt somebody.', 'Our rule: we can disagree, and we stay kind.'],
  UNSAFE: [
    'Somebody could come to harm by it.',
    'Our rule: what could put a person in danger is not shown to others; we look after it with you.',
  ],
  SPAM: ['It is advertising, or it says the same again and again.', 'Our rule: posts are there to talk to each other.'],
  OTHER: ['It does not fit here.', 'Our rule: posts follow what everybody agreed to when joining.'],
};

/** Nobody has read it yet, so nothing is said about it, nor about what made us look. */
const unread: [fact: string, rule: string] = ['We are checking it.', ''];

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** Facts, rule, whether a machine took part, and what one can do about it. */
export function statementOf(stated: Stated): string {
  const [post, edit] = done[stated.kind] ?? ['We decided about your post.', 'We decided about your change.'];
  const what = { POST: post, EDIT: edit, NAME: 'We did not take the name that was chosen for you to be shown.' };
  const [fact, rule] = stated.automated ? unread : why[stated.reasonCode];
  return [
    what[stated.about],
    `Why: ${fact}`,
    rule,
    ...(stated.note ? [`A person of our team wrote: “${stated.note}”`] : []),
    stated.automated
      ? 'A computer program did this by itself. A person of our team will look at it too.'
      : stated.detected
        ? 'A person decided this. A computer program had marked the text before.'
        : 'A person decided this, without a computer program.',
    stated.appealableUntil
      ? `If you think this is wrong, tell us until ${day.format(stated.appealableUntil)}: choose “appeal” and say why. Somebody else will look at it and answer within seven days.`
      : 'You can choose another name at any time. If you think this is wrong, talk to your coordinator.',
  ]
    .filter(Boolean)
    .join('\n');
}

/** Six months to appeal, as complaints under DSA Art. 20(1). */
export function appealableUntil(decidedAt: Date): Date {
  const until = new Date(decidedAt);
  until.setUTCMonth(until.getUTCMonth() + 6);
  return until;
}
