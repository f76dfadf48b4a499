import { FlagCategory, Priority } from '../safety.types.js';
import { type FlagFacts, weigh } from './flag-rules.js';

const facts = (more: Partial<FlagFacts> = {}): FlagFacts => ({
  category: FlagCategory.BULLYING,
  ofOwnMentor: false,
  reporters: 1,
  staff: 0,
  decided: false,
  newCategory: false,
  ...more,
});

describe('what a flag does', () => {
  it('hides at one for an unsafe adult and for self-harm, and opens a case', () => {
    for (const category of [FlagCategory.UNSAFE_ADULT, FlagCategory.SELF_HARM_WORRY]) {
      expect(weigh(facts({ category }))).toMatchObject({ hides: true, opensCase: true, priority: Priority.P1 });
    }
  });

  it('hides at two people, or one of the staff, for everything else', () => {
    const others = Object.values(FlagCategory).filter((each) => !['UNSAFE_ADULT', 'SELF_HARM_WORRY'].includes(each));
    for (const category of others) {
      expect(weigh(facts({ category })).hides).toBe(false);
      expect(weigh(facts({ category, reporters: 2 })).hides).toBe(true);
      expect(weigh(facts({ category, staff: 1 })).hides).toBe(true);
      expect(weigh(facts({ category, reporters: 9 }))).toMatchObject({ opensCase: false, pausesMatch: false });
    }
  });

  it('hides, pauses and opens a case when a mentee flags the own mentor, for whatever it is', () => {
    for (const category of Object.values(FlagCategory)) {
      const verdict = weigh(facts({ category, ofOwnMentor: true, decided: true }));
      expect(verdict).toMatchObject({ opens: true, hides: true, pausesMatch: true, opensCase: true });
    }
  });

  it('opens again what was decided only for something new or for three people', () => {
    const decided = facts({ decided: true, category: FlagCategory.UNSAFE_ADULT });
    expect(weigh(decided)).toMatchObject({ opens: false, hides: false, opensCase: false });
    expect(weigh({ ...decided, reporters: 2 })).toMatchObject({ opens: false, hides: false });
    expect(weigh({ ...decided, staff: 1 })).toMatchObject({ opens: false, hides: false });
    expect(weigh({ ...decided, reporters: 3 })).toMatchObject({ opens: true, hides: true });
    expect(weigh({ ...decided, newCategory: true })).toMatchObject({ opens: true, hides: true });
    expect(weigh(facts({ decided: true, newCategory: true }))).toMatchObject({ opens: true, hides: false });
  });

  it('names a rule from which nobody can tell who it was', () => {
    const one = weigh(facts({ staff: 1 })).ruleId;
    expect(weigh(facts({ ofOwnMentor: true })).ruleId).toBe(one);
    expect(weigh(facts({ category: FlagCategory.UNSAFE_ADULT })).ruleId).toBe(one);
  });
});
