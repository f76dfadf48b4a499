import { ThreadKind } from '#forum';
import type { ScriptThread } from './script.js';

/** The autumn cohort, and the staff's own board. */
export const lanternCohort: ScriptThread[] = [
  {
    board: 'autumn',
    title: 'Say hello: one thing you like, one thing you want to learn',
    posts: [
      {
        by: 'cora',
        at: '27 09:00',
        text: `Let us keep it easy: **one thing you like** and **one thing you want to learn** this year. I like swimming in cold water and I want to learn to whistle.`,
      },
      {
        by: 'ada',
        at: '27 18:55',
        to: 1,
        text: `I like old radios. I want to learn Portuguese, so far I can order soup.`,
      },
      {
        by: 'ben',
        at: '26 17:02',
        to: 1,
        text: `I like robots. I want to learn how to make one that does what I say.`,
      },
      {
        by: 'dan',
        at: '26 19:48',
        to: 1,
        text: `I like rainy days for drawing. I want to learn to finish things before I start new ones.`,
      },
      { by: 'cleo', at: '25 16:40', to: 1, text: `i like comics and i want to learn to draw hands` },
      {
        by: 'mia',
        at: '24 15:10',
        to: 4,
        text: `Dan, let me know if you find out. I have four half scarves.`,
        reactions: { CELEBRATE: ['dan', 'cora'] },
      },
    ],
  },
  {
    board: 'autumn',
    title: 'Scratch or Python first?',
    kind: ThreadKind.QUESTION,
    accepted: 2,
    posts: [
      {
        by: 'cleo',
        at: '18 16:55',
        text: `i want to make a game where you collect fish. should i use scratch or python?`,
      },
      {
        by: 'dan',
        at: '18 19:30',
        to: 1,
        text: `I am no programmer, but you want to *see* your fish. In Scratch you draw it and it swims five minutes later. I would start there.`,
        reactions: { THANKS: ['cleo'] },
      },
      {
        by: 'ben',
        at: '17 16:30',
        to: 1,
        text: `Scratch first! I made three games in it. In Python you write more before anything moves, like

\`\`\`python
for fish in pond:
    fish.swim(3)
\`\`\`

but then you can do more with it.`,
        reactions: { HEART: ['cleo'], THUMBS_UP: ['ada'] },
      },
      {
        by: 'ada',
        at: '17 18:40',
        to: 3,
        text: `Good advice, and that is a fine little loop. One more tip for both: make the *smallest* fish game that is fun, then stop, then make it bigger.`,
        reactions: { THUMBS_UP: ['dan', 'ben'] },
      },
      { by: 'cleo', at: '15 16:20', to: 2, text: `i did scratch. the fish swims but it also swims on land` },
      {
        by: 'dan',
        at: '15 19:00',
        to: 5,
        text: `Then it is a very special fish. Perhaps that is the game?`,
        reactions: { CELEBRATE: ['cleo', 'ben'] },
      },
    ],
  },
  {
    board: 'autumn',
    title: 'Small wins of the week',
    posts: [
      {
        by: 'ada',
        at: '13 18:30',
        text: `One small thing that went well this week, no matter how small. Mine: I asked for help before I was stuck, and not after.`,
        reactions: { HEART: ['cora', 'ben'] },
      },
      {
        by: 'ben',
        at: '13 19:02',
        to: 1,
        text: `I put my hand up in French. And it was the right answer.`,
        reactions: { CELEBRATE: ['ada', 'mia', 'cora'] },
      },
      { by: 'cleo', at: '12 16:15', to: 1, text: `i drew a hand with the right number of fingers` },
      {
        by: 'dan',
        at: '12 20:40',
        to: 3,
        text: `That is huge. Hands are the hardest thing there is, some painters hid them in pockets all their lives.`,
        reactions: { HEART: ['cleo'] },
      },
      {
        by: 'cora',
        at: '11 12:00',
        to: 1,
        text: `I whistled. It was short, but it was a whistle.`,
        reactions: { CELEBRATE: ['ada', 'dan', 'mia', 'ben'] },
      },
      { by: 'olu', at: '9 10:30', to: 1, text: `All of you have now written something here. That is my small win.` },
      {
        by: 'ben',
        at: '4 17:50',
        to: 1,
        text: `New week: I helped somebody in my class with the two colours trick and he said thanks.`,
        reactions: { HEART: ['ada'] },
      },
      { by: 'mia', at: '3 14:15', to: 7, text: `Passing it on is the best part, Ben.` },
      {
        by: 'ada',
        at: '2 19:10',
        to: 7,
        text: `Now you are a mentor too. This made my day.`,
        reactions: { HEART: ['ben'] },
      },
    ],
  },
  {
    board: 'lantern-staff',
    title: 'Weekly check-in',
    posts: [
      {
        by: 'sam',
        at: '26 09:10',
        text: `First full week. Nothing to worry about so far. Please keep this thread for things that the whole team should know, and use a match board only for what belongs to that match.`,
      },
      {
        by: 'mia',
        at: '26 10:05',
        to: 1,
        text: `Most posts in the queue are first posts. Waiting time is under two hours in the afternoons, longer in the mornings.`,
      },
      {
        by: 'cora',
        at: '26 11:40',
        to: 1,
        text: `Both pairs have written to each other. One mentee still waits for the consent form, I have asked again.`,
      },
      {
        by: 'olu',
        at: '25 09:30',
        to: 3,
        text: `Thank you, Cora. If the form is the problem, we can send it in other languages too.`,
      },
      {
        by: 'sam',
        at: '12 09:05',
        text: `Third week. I looked through both match boards and the tone is friendly and open. Good work by the mentors.`,
      },
      {
        by: 'mia',
        at: '12 10:20',
        to: 5,
        text: `One post came back because of a street name. The author fixed it within ten minutes and was not upset.`,
      },
      {
        by: 'cora',
        at: '12 12:15',
        to: 5,
        text: `I will remind everybody of the second rule before half-term, in a nice way.`,
        reactions: { THUMBS_UP: ['sam', 'mia'] },
      },
    ],
  },
  {
    board: 'lantern-staff',
    title: 'Careers week: who does what',
    posts: [
      {
        by: 'olu',
        at: '16 09:00',
        text: `Plan: one thread on the program board, questions from the mentees, answers by mentors and by us. Who opens it?`,
      },
      {
        by: 'cora',
        at: '16 09:45',
        to: 1,
        text: `I do. I will start with three easy questions, so that nobody has to be the first.`,
      },
      { by: 'sam', at: '16 11:20', to: 1, text: `Please no names of employers. Jobs and stories are enough.` },
      { by: 'mia', at: '16 13:05', to: 3, text: `Good point. I will keep an eye on it.` },
      {
        by: 'olu',
        at: '8 17:00',
        text: `That went well. Let us do it again in spring.`,
        reactions: { CELEBRATE: ['cora', 'mia', 'sam'] },
      },
      { by: 'sam', at: '7 09:20', to: 5, text: `Agreed. The question about maths was the best moment for me.` },
    ],
  },
  {
    board: 'lantern-staff',
    title: 'A reading group after half-term?',
    posts: [
      {
        by: 'mia',
        at: '6 14:40',
        text: `The reading thread is still alive after three weeks. Shall we offer a small reading group on the cohort board, one short story every two weeks?`,
      },
      { by: 'cora', at: '6 15:30', to: 1, text: `I like it. Short enough that nobody feels bad for being late.` },
      {
        by: 'olu',
        at: '5 10:10',
        to: 1,
        text: `I have a list of short stories, I will put my favourites here tomorrow.`,
        reactions: { HEART: ['mia'] },
      },
      {
        by: 'sam',
        at: '5 11:00',
        to: 1,
        text: `Happy to read along. Please pick stories without too much gloom for the younger ones.`,
      },
      {
        by: 'mia',
        at: '1 14:05',
        to: 4,
        text: `Will do. First candidate: the one about the boy who lends the sea his boots.`,
      },
    ],
  },
];
