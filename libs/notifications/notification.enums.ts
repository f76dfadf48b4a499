import { registerEnumType } from '@nestjs/graphql';

/** Strongest reason first: whoever has several is told the first. */
export enum NotificationKind {
  ANNOUNCEMENT = 'ANNOUNCEMENT',
  MENTION = 'MENTION',
  REPLY = 'REPLY',
  THREAD = 'THREAD',
  POST = 'POST',
  DECISION = 'DECISION',
}

registerEnumType(NotificationKind, {
  name: 'NotificationKind',
  description: 'Why somebody is told. More kinds may come: show those you do not know like POST.',
  valuesMap: {
    ANNOUNCEMENT: { description: 'An announcement asks its readers to acknowledge it.' },
    MENTION: { description: 'The post mentions the viewer.' },
    REPLY: { description: 'The post answers one of the viewer’s, or the thread that the viewer opened.' },
    THREAD: { description: 'The post opens a thread on a board that the viewer watches.' },
    POST: { description: 'The post is in a thread, or on a board, of which the viewer hears everything.' },
    DECISION: { description: 'Staff decided about a post of the viewer’s; `decisionId` leads to the reasons.' },
  },
});

export enum EmailFrequency {
  OFF = 'OFF',
  INSTANT = 'INSTANT',
  DAILY = 'DAILY',
}

registerEnumType(EmailFrequency, {
  name: 'EmailFrequency',
  description: 'How often notifications also come by mail.',
  valuesMap: {
    OFF: { description: 'Never.' },
    INSTANT: { description: 'A few minutes later, at most once an hour for each thread.' },
    DAILY: { description: 'All of a day together, in the afternoon.' },
  },
});

export enum EmailObstacle {
  NOT_SET_UP = 'NOT_SET_UP',
  NO_ADDRESS = 'NO_ADDRESS',
  CONSENT_MISSING = 'CONSENT_MISSING',
}

registerEnumType(EmailObstacle, {
  name: 'EmailObstacle',
  description: 'Why no mail comes although it is wished for.',
  valuesMap: {
    NOT_SET_UP: { description: 'This server sends no mail to members.' },
    NO_ADDRESS: { description: 'The account has no address.' },
    CONSENT_MISSING: { description: 'The consent to be written to is missing: a minor needs one.' },
  },
});

/** What is still to be told. */
export enum TaskKind {
  /** A post became visible: to all who are to hear of it. */
  POST = 'POST',
  /** Another text is shown: to those whom it mentions and who have not heard of the post yet. */
  EDIT = 'EDIT',
  DECISION = 'DECISION',
}
