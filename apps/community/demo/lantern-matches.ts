import type { ScriptThread } from './script.js';

/** The two pairs of Lantern Mentoring. */
export const lanternMatches: ScriptThread[] = [
  {
    board: 'ada-ben',
    title: 'Getting started',
    posts: [
      {
        by: 'cora',
        at: '27 10:00',
        text: `Ada and Ben, this is your board. Write whenever you like, nobody expects an answer within the hour. I read along, and so can Sam, our safeguarding lead.`,
      },
      { by: 'sam', at: '27 10:30', to: 1, text: `Hello you two. You will not see much of me here, but I am around.` },
      {
        by: 'ada',
        at: '27 19:30',
        to: 1,
        text: `Hi Ben, I am glad we were matched. I heard that you build robots. What is the one you are working on now, and what annoys you most about it?`,
        reactions: { HEART: ['ben'] },
      },
      {
        by: 'ben',
        at: '26 17:15',
        to: 3,
        text: `Hi Ada! It has two wheels and follows a line. What annoys me is that it only turns left.`,
        reactions: { THUMBS_UP: ['ada'] },
      },
    ],
  },
  {
    board: 'ada-ben',
    title: 'The robot that only turns left',
    posts: [
      {
        by: 'ben',
        at: '22 17:25',
        text: `So here is what it does:

- on a straight line it is fine
- left bend: fine
- right bend: it stops, thinks and turns left

I checked the wheels and they both turn when I test them one by one.`,
      },
      {
        by: 'ada',
        at: '22 19:40',
        to: 1,
        text: `That is a very good description, it already rules out a lot. If both wheels work alone, I would look at what decides *which* wheel turns. How does the code choose?`,
        reactions: { THINKING: ['ben'] },
      },
      {
        by: 'ben',
        at: '21 17:10',
        to: 2,
        text: `Like this:

\`\`\`python
if left_eye > 50:
    turn_left()
elif left_eye < 50:
    turn_right()
\`\`\``,
      },
      {
        by: 'ada',
        at: '21 19:55',
        to: 3,
        text: `Read it aloud, word by word, as if you were the robot. Which eye do you use for the right side?`,
        reactions: { THINKING: ['ben'] },
      },
      {
        by: 'ben',
        at: '20 17:05',
        to: 4,
        text: `OH. It has two eyes and I only ask one of them.`,
        reactions: { CELEBRATE: ['ada', 'cora'] },
      },
      {
        by: 'ada',
        at: '20 19:15',
        to: 5,
        text: `And you found it yourself. Reading code aloud feels silly and works for life, I did it this morning.`,
        reactions: { HEART: ['ben'] },
      },
      {
        by: 'ben',
        at: '18 17:40',
        to: 5,
        text: `It turns right now. It turns right a bit too well, but I think that is only a number I have to change.`,
        reactions: { CELEBRATE: ['ada'] },
      },
    ],
  },
  {
    board: 'ada-ben',
    title: 'History essay: how do I start?',
    posts: [
      {
        by: 'ben',
        at: '5 17:35',
        text: `I have to write two pages about the first railways. I know a lot about the trains but I do not know how to begin.`,
      },
      {
        by: 'ada',
        at: '4 19:05',
        to: 1,
        text: `Then do not begin at the beginning. Write the part about the trains first, the one you know. When it is there, ask: what must a reader know before this? That is your first paragraph.`,
        reactions: { THANKS: ['ben'] },
      },
      {
        by: 'ben',
        at: '2 17:20',
        to: 2,
        text: `I wrote one and a half pages about brakes. I think the reader must know what a train is. Is it ok if it is mostly about brakes?`,
      },
      {
        by: 'ada',
        at: '1 19:25',
        to: 3,
        text: `An essay that is mostly about brakes and says *why* brakes mattered is a very good essay. What happened before there were good ones?`,
      },
    ],
  },
  {
    board: 'dan-cleo',
    title: 'Getting started',
    posts: [
      {
        by: 'cora',
        at: '27 10:10',
        text: `Dan and Cleo, this is your board. Cleo, your posts are read by one of us before they appear, so do not worry if that takes a while. Sam and I can read along here.`,
      },
      {
        by: 'sam',
        at: '27 10:35',
        to: 1,
        text: `Hello Cleo, hello Dan. If anything is ever odd, tell me or use the flag. Have fun!`,
      },
      {
        by: 'dan',
        at: '27 20:15',
        to: 1,
        text: `Hello Cleo! I hear you draw. I draw for a living and I still cannot draw bicycles. What do you find hard?`,
        reactions: { HEART: ['cleo'] },
      },
      {
        by: 'cleo',
        at: '26 16:58',
        to: 3,
        text: `hi dan! hands. and horses. and when people sit down`,
        reactions: { THUMBS_UP: ['dan'] },
      },
    ],
  },
  {
    board: 'dan-cleo',
    title: 'A comic with four panels',
    posts: [
      {
        by: 'cleo',
        at: '20 16:50',
        text: `i want to make a comic but i always stop after the first page because i have too many ideas`,
      },
      {
        by: 'dan',
        at: '20 19:20',
        to: 1,
        text: `Too many ideas is the good problem. Try only four panels:

1. Who is it?
2. What do they want?
3. What goes wrong?
4. What happens instead?

If the idea does not fit into four, keep it for the next comic.`,
        reactions: { THANKS: ['cleo'] },
      },
      {
        by: 'cleo',
        at: '16 16:35',
        to: 2,
        text: `1 a dragon dog. 2 it wants to be brave. 3 there is a vacuum cleaner. 4 they become friends`,
        reactions: { CELEBRATE: ['dan', 'cora'] },
      },
      {
        by: 'dan',
        at: '16 19:10',
        to: 3,
        text: `I laughed out loud at number 3. The end is perfect because nobody expects it. Draw it exactly like that.`,
        reactions: { HEART: ['cleo'] },
      },
    ],
  },
  {
    board: 'dan-cleo',
    title: 'Fractions, but with cake',
    posts: [
      {
        by: 'dan',
        at: '6 19:30',
        text: `You wrote that fractions make no sense. Here is how I see them: the number *below* says into how many pieces the cake is cut, the number *above* how many of them are on your plate. Which is more cake, 1/3 or 1/4?`,
      },
      {
        by: 'cleo',
        at: '4 16:25',
        to: 1,
        text: `1/4 because 4 is more. no wait. if you cut it in 4 the pieces are smaller. so 1/3`,
        reactions: { CELEBRATE: ['dan'] },
      },
      {
        by: 'dan',
        at: '2 19:45',
        to: 2,
        text: `You just corrected yourself by thinking about the cake and not about the rule. That is real maths. Next one, when you like: 2/6 or 1/3?`,
      },
    ],
  },
];
