import { registerEnumType } from '@nestjs/graphql';

export enum BoardKind {
  PROGRAM = 'PROGRAM',
  COHORT = 'COHORT',
  MATCH = 'MATCH',
  STAFF = 'STAFF',
}

registerEnumType(BoardKind, {
  name: 'BoardKind',
  description: 'Whom a board serves.',
  valuesMap: {
    PROGRAM: { description: 'Everybody in the program.' },
    COHORT: { description: 'A cohort and the staff.' },
    MATCH: { description: 'A mentee and a mentor, with their coordinator and the safeguarding lead.' },
    STAFF: { description: 'The staff of the program.' },
  },
});

export enum ThreadKind {
  DISCUSSION = 'DISCUSSION',
  QUESTION = 'QUESTION',
  ANNOUNCEMENT = 'ANNOUNCEMENT',
}

registerEnumType(ThreadKind, {
  name: 'ThreadKind',
  description: 'What a thread is for.',
  valuesMap: {
    DISCUSSION: { description: 'Talk.' },
    QUESTION: { description: 'Asks for an answer; the asker or staff can accept one.' },
    ANNOUNCEMENT: { description: 'Staff tell something; readers may be asked to acknowledge it.' },
  },
});

/** Domain 2.1. DRAFT is not among them: a draft is no post yet. */
export enum PostState {
  HELD = 'HELD',
  PUBLISHED = 'PUBLISHED',
  REJECTED = 'REJECTED',
  HIDDEN = 'HIDDEN',
  REMOVED = 'REMOVED',
  WITHDRAWN = 'WITHDRAWN',
  ERASED = 'ERASED',
  /** An empty place that a post left behind when its thread was split; it is in no step of `postSteps`. */
  MOVED = 'MOVED',
}

registerEnumType(PostState, {
  name: 'PostState',
  description: 'Where a post stands; it decides who sees what of it.',
  valuesMap: {
    HELD: { description: 'Being checked: only its author and staff know of it.' },
    PUBLISHED: { description: 'All readers of the board see it.' },
    REJECTED: { description: 'Not published: its author sees it with the reasons, staff too.' },
    HIDDEN: { description: 'Taken out of sight until it is looked at; others see an empty place.' },
    REMOVED: { description: 'Taken down by staff; others see an empty place.' },
    WITHDRAWN: { description: 'Taken back by its author; an empty place remains.' },
    ERASED: { description: 'Text destroyed; an empty place remains.' },
    MOVED: { description: 'An empty place: staff moved the post to another thread, `movedTo` names it.' },
  },
});

export enum PostOrder {
  OLDEST_FIRST = 'OLDEST_FIRST',
  NEWEST_FIRST = 'NEWEST_FIRST',
}

registerEnumType(PostOrder, {
  name: 'PostOrder',
  description: 'In which order posts are listed. Cursors serve for both.',
  valuesMap: {
    OLDEST_FIRST: { description: 'By number; what waits to be checked comes last.' },
    NEWEST_FIRST: { description: 'From the newest down; what waits to be checked comes first.' },
  },
});

export enum ReactionKind {
  THUMBS_UP = 'THUMBS_UP',
  HEART = 'HEART',
  CELEBRATE = 'CELEBRATE',
  THINKING = 'THINKING',
  THANKS = 'THANKS',
}

registerEnumType(ReactionKind, {
  name: 'ReactionKind',
  description: 'A small fixed set without a downvote; counts are never used for ranking.',
  valuesMap: {
    THUMBS_UP: { description: 'Good.' },
    HEART: { description: 'Dear to me.' },
    CELEBRATE: { description: 'Well done.' },
    THINKING: { description: 'Makes me think.' },
    THANKS: { description: 'Thank you.' },
  },
});

export enum WatchLevel {
  ALL = 'ALL',
  REPLIES_AND_MENTIONS = 'REPLIES_AND_MENTIONS',
  MUTED = 'MUTED',
}

registerEnumType(WatchLevel, {
  name: 'WatchLevel',
  description: 'What to hear about a thread or a board.',
  valuesMap: {
    ALL: { description: 'Every post.' },
    REPLIES_AND_MENTIONS: { description: 'Replies to me and mentions of me.' },
    MUTED: { description: 'Nothing.' },
  },
});

export enum WatchReason {
  WROTE = 'WROTE',
  REPLIED = 'REPLIED',
  CHOSE = 'CHOSE',
}

registerEnumType(WatchReason, {
  name: 'WatchReason',
  description: 'Why something is watched.',
  valuesMap: {
    WROTE: { description: 'The viewer started the thread.' },
    REPLIED: { description: 'The viewer replied in it.' },
    CHOSE: { description: 'The viewer chose so.' },
  },
});

export enum BoardEventKind {
  SUBSCRIBED = 'SUBSCRIBED',
  THREAD_CREATED = 'THREAD_CREATED',
  POST_PUBLISHED = 'POST_PUBLISHED',
  POST_EDITED = 'POST_EDITED',
  POST_WITHDRAWN = 'POST_WITHDRAWN',
  POST_HIDDEN = 'POST_HIDDEN',
  REACTIONS_CHANGED = 'REACTIONS_CHANGED',
  THREAD_CHANGED = 'THREAD_CHANGED',
  BOARD_CHANGED = 'BOARD_CHANGED',
}

registerEnumType(BoardEventKind, {
  name: 'BoardEventKind',
  description: 'What happened. More kinds may come: ignore those you do not know.',
  valuesMap: {
    SUBSCRIBED: { description: 'The subscription stands; its cursor is the one of this moment.' },
    THREAD_CREATED: { description: 'A thread appeared (its opening post was published, or it moved here).' },
    POST_PUBLISHED: { description: 'A post appeared, or came back.' },
    POST_EDITED: { description: 'Another text of a post is shown now.' },
    POST_WITHDRAWN: { description: 'A post was withdrawn by its author or erased.' },
    POST_HIDDEN: { description: 'A post was hidden or removed by staff or a rule.' },
    REACTIONS_CHANGED: { description: 'Reactions to a post changed.' },
    THREAD_CHANGED: { description: 'Title, lock, pin, kind, accepted answer or place of a thread changed.' },
    BOARD_CHANGED: { description: 'Slow mode of the board changed; no thread is named.' },
  },
});
