import { ThreadKind } from '#forum';
import type { ScriptThread } from './script.js';

/** What everybody in Lantern Mentoring reads. */
export const lanternProgram: ScriptThread[] = [
  {
    board: 'lantern',
    title: 'Welcome to Lantern Mentoring',
    kind: ThreadKind.ANNOUNCEMENT,
    pinned: true,
    posts: [
      {
        by: 'olu',
        at: '28 09:05',
        text: `Hello everybody, and welcome!

This board is for all of us: mentees, mentors and staff. A few things to know before you start:

- Your **match board** is where you and your mentor write. Your coordinator and our safeguarding lead can read it too, and their names stand at the top.
- The **cohort board** is for everybody who started this autumn.
- Some posts wait a little before they appear, because a person reads them first. That is normal, it happens to everyone at the beginning.

There are no silly questions here. Say hello below if you like.`,
        reactions: { HEART: ['ada', 'cora'], THUMBS_UP: ['ben', 'dan', 'mia'] },
      },
      {
        by: 'cora',
        at: '28 10:20',
        to: 1,
        text: `I'm Cora, the coordinator. I look after the matches: if something is not working, or is working really well, tell me.`,
        reactions: { HEART: ['cleo'] },
      },
      {
        by: 'mia',
        at: '28 11:02',
        to: 1,
        text: `And Mia here, the moderator. I am the person who reads the posts that wait. I drink too much tea and I answer quickly in the afternoons.`,
      },
      {
        by: 'sam',
        at: '28 13:30',
        to: 1,
        text: `Sam here. My job is that everybody is safe and feels safe. You can flag any post with one click, and I would always rather hear about a small worry than miss a big one.`,
        reactions: { THANKS: ['cora', 'olu', 'ada'] },
      },
      {
        by: 'ada',
        at: '27 18:45',
        to: 1,
        text: `Hi all, I'm Ada. I work on the software of weather balloons and I have never once guessed the weather right at a picnic.`,
        reactions: { THUMBS_UP: ['ben', 'mia'] },
      },
      { by: 'ben', at: '27 19:10', to: 5, text: `weather balloons!! do you get to launch them yourself?` },
      {
        by: 'dan',
        at: '27 20:02',
        to: 1,
        text: `Dan, illustrator. I draw maps for children's books, so if you need a dragon next to a mountain, I am your man.`,
        reactions: { HEART: ['cleo', 'olu'] },
      },
      { by: 'cleo', at: '26 17:20', to: 7, text: `hi im cleo and i draw dragons too but mine look like dogs :)` },
      {
        by: 'olu',
        at: '26 17:55',
        to: 8,
        text: `A dragon that looks like a dog is exactly what the world needs, Cleo. Good to have you all here.`,
        reactions: { HEART: ['cleo', 'dan'] },
      },
    ],
  },
  {
    board: 'lantern',
    title: 'What are you reading at the moment?',
    posts: [
      {
        by: 'mia',
        at: '24 14:10',
        text: `Books, comics, manuals, the back of the cereal packet: everything counts. I am reading a novel about a lighthouse, very slowly, because I keep falling asleep. The book is good, I am just tired.`,
      },
      {
        by: 'ben',
        at: '24 18:31',
        to: 1,
        text: `The Wild Robot. I am at the part with the goose and I was not ready for it.`,
        reactions: { HEART: ['ada', 'mia'] },
      },
      {
        by: 'ada',
        at: '24 19:05',
        to: 2,
        text: `Nobody is ready for the goose. I read it on a train and had to look out of the window for a while.`,
        reactions: { THUMBS_UP: ['ben'] },
      },
      {
        by: 'cleo',
        at: '23 17:12',
        to: 1,
        text: `a comic about a girl who finds a mammoth. its the third time i read it`,
      },
      {
        by: 'dan',
        at: '23 18:40',
        to: 4,
        text: `Third time is when you start to see how it is made. Have a look at the first page of each chapter: I bet the colours change.`,
        reactions: { THINKING: ['cleo'] },
      },
      {
        by: 'cora',
        at: '22 12:15',
        to: 1,
        text: `A cookery book, cover to cover, as if it were a novel. The chapter about bread has a very happy ending.`,
      },
      {
        by: 'mia',
        at: '21 15:20',
        to: 6,
        text: `Does anybody die in the chapter about soup? I will put it on my list, after the lighthouse.`,
        reactions: { CELEBRATE: ['cora'] },
      },
      { by: 'ben', at: '20 18:09', to: 3, text: `Finished it. There is a second one!! Starting tonight.` },
      {
        by: 'olu',
        at: '19 09:50',
        text: `Short stories for me: one on the way to work, one on the way back. If anyone wants a list of good short ones for busy weeks, I can put it together.`,
        reactions: { THANKS: ['mia', 'ada'] },
      },
    ],
  },
  {
    board: 'lantern',
    title: 'How do you revise without getting bored?',
    kind: ThreadKind.QUESTION,
    accepted: 2,
    posts: [
      {
        by: 'ben',
        at: '17 17:40',
        text: `I read my science notes again and again and after ten minutes I notice that I am thinking about something else. How do you do it?`,
        reactions: { THINKING: ['cleo'] },
      },
      {
        by: 'ada',
        at: '17 19:15',
        to: 1,
        text: `Reading again feels like learning, but it mostly is not. What works for me is **asking myself**:

1. Close the notes.
2. Write down everything you remember, on one page, as ugly as you like.
3. Open the notes and fill the gaps in another colour.

The second colour is what you revise tomorrow. Ten minutes are enough.`,
        reactions: { THANKS: ['ben'], THUMBS_UP: ['dan', 'cora', 'mia'] },
      },
      {
        by: 'dan',
        at: '17 20:30',
        to: 1,
        text: `I drew mine. The water cycle as a comic with a grumpy cloud got me through a whole term.`,
        reactions: { HEART: ['cleo', 'ben'] },
      },
      {
        by: 'cora',
        at: '16 10:05',
        to: 1,
        text: `Explain it to somebody who knows nothing about it. My cat has heard a lot about photosynthesis.`,
      },
      {
        by: 'ben',
        at: '15 18:20',
        to: 2,
        text: `Tried the one with two colours. My page was nearly all second colour, but today it was only half. So I think it works?`,
        reactions: { CELEBRATE: ['ada', 'mia'] },
      },
      {
        by: 'ada',
        at: '15 19:00',
        to: 5,
        text: `That is exactly how it looks when it works. Well done for sticking with it.`,
      },
      {
        by: 'mia',
        at: '14 14:35',
        to: 5,
        text: `From all to half in two days is a better result than most grown-ups get with anything.`,
        reactions: { THUMBS_UP: ['ben'] },
      },
    ],
  },
  {
    board: 'lantern',
    title: 'Careers week: ask us anything about work',
    posts: [
      {
        by: 'cora',
        at: '12 09:30',
        text: `Next week is careers week. Put your questions here and the mentors will answer what they can. Some ideas to begin with:

- What does a normal day look like?
- What did you want to be when you were at school?
- What do you wish you had known?`,
        reactions: { THUMBS_UP: ['ada', 'dan'] },
      },
      {
        by: 'ada',
        at: '12 18:50',
        to: 1,
        text: `A normal day: two hours of quiet work, one hour of finding out why the quiet work does not work, lunch, and then I explain to others what I found. I wanted to be an astronaut. I still would, if somebody asked.`,
        reactions: { HEART: ['ben'] },
      },
      {
        by: 'dan',
        at: '12 20:11',
        to: 1,
        text: `I wish I had known that everybody's first drawing is bad. The good ones you see are number nine.`,
        reactions: { THINKING: ['cleo', 'ben'], HEART: ['mia'] },
      },
      {
        by: 'ben',
        at: '11 18:02',
        to: 2,
        text: `Do you have to be good at maths for that? I am ok at it but not the best in my class.`,
      },
      {
        by: 'ada',
        at: '11 19:20',
        to: 4,
        text: `You have to be *patient* at maths, which is something else. I was in the middle of my class, and slow. What helped was that I did not mind looking at the same problem three days in a row.`,
        reactions: { THANKS: ['ben'], THUMBS_UP: ['cora'] },
      },
      { by: 'ben', at: '10 17:45', to: 5, text: `ok that I can do. I looked at one robot problem for two weeks` },
      {
        by: 'olu',
        at: '10 18:10',
        to: 1,
        text: `I wanted to be a vet, until I found out that I faint. Now I run programs like this one and nobody has bitten me so far.`,
        reactions: { CELEBRATE: ['cora', 'sam'] },
      },
      {
        by: 'sam',
        at: '9 11:15',
        to: 1,
        text: `What I wish I had known: it is fine to change your mind. I was a baker for six years before this, and listening to people turned out to be the part I liked.`,
        reactions: { HEART: ['olu', 'ada'] },
      },
      {
        by: 'cora',
        at: '8 16:20',
        text: `Thank you all, this was a lovely thread. Mentees: if an answer made you curious, take it to your match board and ask on.`,
      },
    ],
  },
  {
    board: 'lantern',
    title: 'Half-term challenge: build something from cardboard',
    posts: [
      {
        by: 'olu',
        at: '7 10:00',
        text: `Anything you like, as long as it is mostly cardboard. Tell us in words what you built and what went wrong. The best disaster wins.`,
        reactions: { CELEBRATE: ['ben', 'cleo', 'dan'] },
      },
      {
        by: 'ben',
        at: '6 17:30',
        to: 1,
        text: `A claw on two strings. It can lift a pencil case but it cannot let go of it. So now it owns a pencil case.`,
        reactions: { CELEBRATE: ['ada', 'mia', 'olu'] },
      },
      { by: 'cleo', at: '5 16:48', to: 1, text: `a castle for my hamster. he ate the tower` },
      {
        by: 'dan',
        at: '5 19:25',
        to: 3,
        text: `That is not a disaster, that is a review. Build him a second tower and see which one he prefers.`,
        reactions: { HEART: ['cleo'] },
      },
      {
        by: 'mia',
        at: '4 15:05',
        to: 1,
        text: `A stand for my tea mug. It held for one mug. I now know what cardboard does when it is wet.`,
      },
      {
        by: 'ada',
        at: '3 19:40',
        to: 2,
        text: `Could you cut a small notch where the string bends? My guess is that it sticks there and cannot slide back.`,
        reactions: { THINKING: ['ben'] },
      },
      { by: 'sam', at: '2 12:10', to: 1, text: `A hat. I will say no more about the hat.` },
      {
        by: 'cora',
        at: '2 13:00',
        to: 7,
        text: `I have seen the hat. It deserves a prize of its own.`,
        reactions: { CELEBRATE: ['olu'] },
      },
      {
        by: 'olu',
        at: '1 16:30',
        text: `You have until the end of the week. So far the hamster is in the lead.`,
      },
    ],
  },
  {
    board: 'lantern',
    title: 'How we look after each other here',
    posts: [
      {
        by: 'sam',
        at: '25 11:00',
        text: `Three short rules, written together with last year's mentees:

1. **Be kind first, be right second.**
2. **Nothing personal on the boards**: no surnames, addresses or numbers, not even your own.
3. **Say when something feels wrong.** You never have to decide alone whether it is serious enough. That is my job.`,
        reactions: { THUMBS_UP: ['ada', 'dan', 'ben', 'cora', 'mia', 'olu'] },
      },
      {
        by: 'mia',
        at: '25 14:22',
        to: 1,
        text: `When I send a post back to you, I always say why. It is never about you, it is about one sentence.`,
      },
      { by: 'ben', at: '24 17:03', to: 2, text: `Does it mean I did something bad if my post waits?` },
      {
        by: 'sam',
        at: '24 17:30',
        to: 3,
        text: `Not at all. Everybody's first posts wait, mine did too. After a while most posts appear at once.`,
        reactions: { THANKS: ['ben'] },
      },
      { by: 'olu', at: '23 09:15', to: 1, text: `I put these on the wall of our office. Thank you, Sam.` },
    ],
  },
];
