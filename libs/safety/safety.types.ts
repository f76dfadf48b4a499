import { registerEnumType } from '@nestjs/graphql';

/** How soon a human must look (domain 2.5). The order of the names is the order of the queue. */
export enum Priority {
  P0 = 'P0',
  P1 = 'P1',
  P2 = 'P2',
  P3 = 'P3',
}

/** The engine's own name for a priority, as ours. */
export const priorityOf = (name: keyof typeof Priority): Priority => Priority[name];

registerEnumType(Priority, {
  name: 'Priority',
  description: 'How soon a human must look.',
  valuesMap: {
    P0: { description: 'Imminent danger: decided within 30 minutes, at any hour; people are paged.' },
    P1: { description: 'Serious concern about a person: decided within 24 hours, at any hour; people are paged.' },
    P2: { description: 'Personal information, contact elsewhere, harassment, flags: within four staffed hours.' },
    P3: { description: 'A text that waits by rule, not for what it says: within eight staffed hours.' },
  },
});

/** What a flag says is wrong (domain 2.6). */
export enum FlagCategory {
  UNSAFE_ADULT = 'UNSAFE_ADULT',
  SELF_HARM_WORRY = 'SELF_HARM_WORRY',
  BULLYING = 'BULLYING',
  PERSONAL_INFORMATION = 'PERSONAL_INFORMATION',
  OFF_PLATFORM = 'OFF_PLATFORM',
  ILLEGAL = 'ILLEGAL',
  OTHER = 'OTHER',
}

registerEnumType(FlagCategory, {
  name: 'FlagCategory',
  description: 'What somebody says is wrong with a post or a person.',
  valuesMap: {
    UNSAFE_ADULT: { description: 'An adult does not feel safe to be with.' },
    SELF_HARM_WORRY: { description: 'Somebody may hurt themselves.' },
    BULLYING: { description: 'Somebody is treated badly.' },
    PERSONAL_INFORMATION: { description: 'It tells where or how to find somebody.' },
    OFF_PLATFORM: { description: 'It leads to contact that nobody looks after.' },
    ILLEGAL: { description: 'It breaks the law (DSA Art. 16).' },
    OTHER: { description: 'Something else.' },
  },
});

/** What a moderator decides. */
export enum DecisionKind {
  APPROVE = 'APPROVE',
  APPROVE_REDACTED = 'APPROVE_REDACTED',
  RETURN = 'RETURN',
  REJECT = 'REJECT',
  HIDE = 'HIDE',
  RESTORE = 'RESTORE',
  REMOVE = 'REMOVE',
  ESCALATE = 'ESCALATE',
  NO_ACTION = 'NO_ACTION',
}

registerEnumType(DecisionKind, {
  name: 'DecisionKind',
  description: 'What is decided about an item of the queue.',
  valuesMap: {
    APPROVE: { description: 'This very text is published. For an appeal: it is upheld.' },
    APPROVE_REDACTED: { description: 'A staff version of the text is published; the original stays sealed.' },
    RETURN: { description: 'Back to its author as a draft, with the reason and a note; it can be sent again.' },
    REJECT: { description: 'Not published. For an appeal: it is turned down.' },
    HIDE: { description: 'Out of sight for now, or kept so.' },
    RESTORE: { description: 'Shown again. For an appeal: it is upheld.' },
    REMOVE: { description: 'Taken down.' },
    ESCALATE: { description: 'To the safeguarding lead: a higher priority and a case; the item stays open.' },
    NO_ACTION: { description: 'Looked at; everything stays as it is.' },
  },
});

/** Why, in a word that the author is told. */
export enum ReasonCode {
  OK = 'OK',
  PERSONAL_INFORMATION = 'PERSONAL_INFORMATION',
  OFF_PLATFORM = 'OFF_PLATFORM',
  UNKIND = 'UNKIND',
  UNSAFE = 'UNSAFE',
  SPAM = 'SPAM',
  OTHER = 'OTHER',
}

registerEnumType(ReasonCode, {
  name: 'ReasonCode',
  description: 'Why it was decided so.',
  valuesMap: {
    OK: { description: 'Nothing is wrong with it.' },
    PERSONAL_INFORMATION: { description: 'It tells where or how to find somebody.' },
    OFF_PLATFORM: { description: 'It leads to contact that nobody looks after.' },
    UNKIND: { description: 'It hurts somebody.' },
    UNSAFE: { description: 'Somebody could come to harm.' },
    SPAM: { description: 'It is advertising, or says the same again and again.' },
    OTHER: { description: 'Something else; the note says what.' },
  },
});
