/** Sentences that people write; `{thing}`, `{doing}`, `{tip}` come from the subject, `{when}`, `{feel}` from below. */

export const questions = [
  'Has anybody an idea how to go on with {thing}?',
  'I am stuck with {thing} and do not know where to begin.',
  'How did you get better at {doing}?',
  'What helped you most with {thing}?',
  'Did {thing} take you this long as well?',
  'Does {doing} really help, or is it only something that people say?',
  'Which part of {thing} would you do first?',
  'Would you rather spend an hour on {thing} or on {doing}?',
  'What do you do when something goes wrong with {thing}?',
  'Could somebody explain {thing} to me in simple words?',
  'How do you keep going when {doing} is no fun?',
  'Where should I start with {thing} if I have only half an hour?',
] as const;

export const stories = [
  'I worked on {thing} {when} and it went better than I thought.',
  '{when^} I finished {thing}, and I am {feel} about it.',
  'I have been {doing} for two weeks now.',
  'My first try at {thing} was a disaster, the second one was only half a disaster.',
  'Our teacher showed us {thing} and the whole class went quiet.',
  'I never thought that I would enjoy {doing}, but here we are.',
  'It took me three attempts, and then {thing} suddenly made sense.',
  'I was {feel} at first, because everybody else seemed to be faster.',
  'What surprised me was how much {doing} changes the way I look at {thing}.',
  'I left {thing} alone for a day, and when I came back the mistake was easy to see.',
  'My group split the work, and I ended up with {thing}.',
  'I still mix up the two halves of {thing}, but at least I notice it now.',
  '{when^} we talked about {thing} in class and I could answer two questions.',
  'I made a plan, ignored the plan, made a smaller plan, and that one worked.',
] as const;

export const advice = [
  'What works for me is simple: {tip}.',
  'My advice would be to {tip}, and only then to look at the rest.',
  'Try this: {tip}.',
  'When I learned it I had a rule: {tip}.',
  'You could {tip} and see what happens.',
  'I would not worry about speed, {tip} and the rest follows.',
  'It sounds too easy, but {tip}.',
  'Before you give up on {thing}, {tip}.',
  'At work I have one rule: {tip}, every single time.',
  'The trick with {thing} is patience, and after that it is {doing}.',
  'If you enjoy {doing}, you are already further than you think.',
  'Hardly anybody gets {thing} right the first time, me included.',
  'Ten minutes of {doing} every day beat three hours on Sunday.',
  'There are two ways to see it, and both are fine as long as you {tip}.',
] as const;

export const warmth = [
  'Well done!',
  'That is a really good start.',
  'Thank you, that helps a lot.',
  'I like how you described it.',
  'Good question, I was wondering about that too.',
  'You explained that better than the book does.',
  'I will try it and tell you how it went.',
  'That made me laugh.',
  'I had not thought of that.',
  'Keep going, you are closer than it feels.',
  'Same here, to be honest.',
  'This is exactly what I needed {when}.',
  'I am {feel} to read this.',
  'Let us know how it turns out.',
  'You can be proud of that.',
] as const;

export const thoughts = [
  'I think the important part is not to rush.',
  'Perhaps the answer is somewhere in the middle.',
  'It depends on how much time you have.',
  'There is no single right way, I suppose.',
  'Some days it works and some days it does not.',
  'I wrote both versions down and compared them line by line.',
  'The more I look at {thing}, the more questions I have.',
  'On paper it looks harder than it is.',
  'It helps to know the point of {thing}.',
  'Maybe I should explain what I have done so far.',
  'For me {doing} comes first, and {thing} second.',
  'We could collect ideas here and try a different one each week.',
  'I made notes while I worked, so I can show every step.',
  'The part that I like least is usually the part that I learn most from.',
] as const;

export const whens = [
  'this week',
  'last week',
  'yesterday',
  'this morning',
  'two days ago',
  'over the weekend',
  'after the holidays',
  'in the last lesson',
] as const;

export const feelings = [
  'happy',
  'proud',
  'a bit nervous',
  'curious',
  'relieved',
  'surprised',
  'tired',
  'excited',
] as const;

export const emojis = ['🙂', '🎉', '👍', '🤔', '📚', '🚀', '✨', '💡'] as const;

export const titles = [
  'Stuck with {thing}',
  'How do you start with {thing}?',
  'Tips for {doing}',
  '{thing^}: what went well',
  'What do you think about {doing}?',
  'A small success with {thing}',
  'Ideas for {thing}',
  'Is {doing} worth it?',
  'My plan for {thing}',
  'Week after week: {doing}',
  'Questions about {thing}',
  '{doing^}: who does it too?',
] as const;
