import { isLegalStep, needsReason, openStates } from './match-state.js';
import { MatchState } from './membership.types.js';

const { PROPOSED, ACTIVE, PAUSED, CLOSING, CLOSED, CLOSED_SAFETY } = MatchState;
const states = Object.values(MatchState);

/** Every step that is legal, as the safety model has it. */
const legal: [MatchState, MatchState][] = [
  [PROPOSED, ACTIVE],
  [PROPOSED, CLOSED],
  [PROPOSED, CLOSED_SAFETY],
  [ACTIVE, PAUSED],
  [ACTIVE, CLOSING],
  [ACTIVE, CLOSED],
  [ACTIVE, CLOSED_SAFETY],
  [PAUSED, ACTIVE],
  [PAUSED, CLOSING],
  [PAUSED, CLOSED],
  [PAUSED, CLOSED_SAFETY],
  [CLOSING, ACTIVE],
  [CLOSING, CLOSED],
  [CLOSING, CLOSED_SAFETY],
];
const all = states.flatMap((from) => states.map((to): [MatchState, MatchState] => [from, to]));

it.each(all)('a match goes from %s to %s only if the table says so', (from, to) => {
  expect(isLegalStep(from, to)).toBe(legal.some(([a, b]) => a === from && b === to));
});

it('nothing leads out of an ended match, so nobody who was kept from a child comes back by a click', () => {
  for (const ended of states.filter((state) => !openStates.includes(state))) {
    expect(states.filter((to) => isLegalStep(ended, to))).toEqual([]);
  }
});

it('every step but into ACTIVE is explained', () => {
  expect(states.filter((to) => !needsReason(to))).toEqual([ACTIVE]);
});
