import { registerEnumType } from '@nestjs/graphql';

/** What waits for a human. */
export enum ReviewableKind {
  HELD_POST = 'HELD_POST',
  HELD_EDIT = 'HELD_EDIT',
  FLAGS = 'FLAGS',
  APPEAL = 'APPEAL',
  PROFILE_TEXT = 'PROFILE_TEXT',
  COVERAGE = 'COVERAGE',
  BLOCK = 'BLOCK',
}

registerEnumType(ReviewableKind, {
  name: 'ReviewableKind',
  description: 'What waits for a human. More kinds may come: ignore those you do not know.',
  valuesMap: {
    HELD_POST: { description: 'A post that nobody but its author has seen.' },
    HELD_EDIT: { description: 'Another text for a post that is published; readers see the old one meanwhile.' },
    FLAGS: { description: 'A post or a person that somebody flagged.' },
    APPEAL: { description: 'The author of a post does not agree with a decision.' },
    PROFILE_TEXT: { description: 'A name or another short text about a person.' },
    COVERAGE: {
      description:
        'A published post to look at: of a pair, unseen by staff for five days, or one that newer rules would have held.',
    },
    BLOCK: { description: 'One of a match has blocked another: somebody should ask how they are.' },
  },
});

export enum ReviewableState {
  PENDING = 'PENDING',
  DECIDED = 'DECIDED',
  OBSOLETE = 'OBSOLETE',
}

registerEnumType(ReviewableState, {
  name: 'ReviewableState',
  description: 'Whether something waits.',
  valuesMap: {
    PENDING: { description: 'It waits.' },
    DECIDED: { description: 'A human decided; it opens again if something new comes.' },
    OBSOLETE: { description: 'There is nothing to decide any more: its author took it back.' },
  },
});

/** What happened in a queue. */
export enum ReviewEventKind {
  SUBSCRIBED = 'SUBSCRIBED',
  OPENED = 'OPENED',
  CHANGED = 'CHANGED',
  CLAIMED = 'CLAIMED',
  RELEASED = 'RELEASED',
  DECIDED = 'DECIDED',
  REOPENED = 'REOPENED',
  CLOSED = 'CLOSED',
}

registerEnumType(ReviewEventKind, {
  name: 'ReviewEventKind',
  description: 'What happened in a review queue. More kinds may come: ignore those you do not know.',
  valuesMap: {
    SUBSCRIBED: { description: 'The subscription stands; its cursor is the one of this moment.' },
    OPENED: { description: 'Something waits.' },
    CHANGED: { description: 'Its text, its priority or its flags are others now.' },
    CLAIMED: { description: 'Somebody works on it.' },
    RELEASED: { description: 'Nobody works on it any more.' },
    DECIDED: { description: 'It was decided.' },
    REOPENED: { description: 'A decision was undone, or something new came.' },
    CLOSED: { description: 'There is nothing to decide any more.' },
  },
});
