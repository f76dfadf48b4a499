import { ThreadKind } from '#forum';
import type { ScriptThread } from './script.js';

/** The second program: another organisation, other people. Nobody of Lantern can see that it exists. */
export const harbour: ScriptThread[] = [
  {
    board: 'harbour',
    title: 'How Harbour Futures works',
    kind: ThreadKind.ANNOUNCEMENT,
    pinned: true,
    posts: [
      {
        by: 'pia',
        at: '25 09:00',
        text: `Welcome aboard! I am Pia, your coordinator. Here we think aloud about what comes after school: jobs, training, college, and all the roads between them.

Write on your match board at least once a week, and here whenever you like.`,
        reactions: { THUMBS_UP: ['gus', 'nia'] },
      },
      {
        by: 'nia',
        at: '25 10:15',
        to: 1,
        text: `I am Nia, the moderator. First posts wait until I have read them, usually not for long.`,
      },
      {
        by: 'ravi',
        at: '25 11:30',
        to: 1,
        text: `Ravi, safeguarding lead. If something does not feel right, flag it or write to me. No worry is too small.`,
      },
      {
        by: 'gus',
        at: '24 18:20',
        to: 1,
        text: `Gus here. I repair ships' engines, which is like repairing cars, only wetter and louder.`,
        reactions: { THUMBS_UP: ['finn', 'pia'] },
      },
      { by: 'finn', at: '24 19:05', to: 4, text: `Do you have to be able to swim for that?` },
      {
        by: 'pia',
        at: '23 09:20',
        to: 5,
        text: `I believe the idea is that you do not need to. Welcome, Finn!`,
        reactions: { CELEBRATE: ['finn', 'gus'] },
      },
      {
        by: 'nia',
        at: '23 11:45',
        to: 1,
        text: `A good first day, everybody. Every single post could go out as it was.`,
      },
    ],
  },
  {
    board: 'harbour',
    title: 'What do you like about the sea?',
    posts: [
      {
        by: 'nia',
        at: '20 14:00',
        text: `A question for a grey afternoon. I like the sound of it at night, when you cannot see it.`,
      },
      {
        by: 'finn',
        at: '20 17:30',
        to: 1,
        text: `That it is never the same. I write down the colour every morning, I have about thirty words for green by now.`,
        reactions: { HEART: ['nia', 'gus', 'ravi'] },
      },
      {
        by: 'gus',
        at: '20 18:50',
        to: 2,
        text: `Thirty! I have two: before coffee and after coffee.`,
        reactions: { CELEBRATE: ['finn'] },
      },
      { by: 'ravi', at: '19 10:05', to: 1, text: `The horizon. It is the only straight line in nature that I trust.` },
      {
        by: 'finn',
        at: '18 17:15',
        to: 4,
        text: `It is not even straight, it only looks like that because we are small.`,
        reactions: { THINKING: ['ravi', 'nia'] },
      },
      { by: 'pia', at: '17 09:40', to: 1, text: `That people on it help each other without asking who you are.` },
      {
        by: 'gus',
        at: '16 19:05',
        to: 6,
        text: `True. I have been towed by a stranger twice, and towed one back once.`,
      },
      {
        by: 'ravi',
        at: '15 09:50',
        to: 5,
        text: `I have thought about this for three days, Finn. You are right, and I will have to find another line.`,
      },
      { by: 'nia', at: '15 14:25', to: 2, text: `Could you share five of the greens some day? Just the words.` },
    ],
  },
  {
    board: 'harbour',
    title: 'How do you begin a talk in front of the class?',
    kind: ThreadKind.QUESTION,
    accepted: 2,
    posts: [
      {
        by: 'finn',
        at: '11 17:00',
        text: `I have to talk about tides for five minutes and I am nervous about the first sentence. After that it is ok.`,
      },
      {
        by: 'gus',
        at: '11 19:10',
        to: 1,
        text: `Start with something that happened. *"Last summer I watched a boat sit down on the mud."* Nobody looks away after that, and you have time to breathe.`,
        reactions: { THANKS: ['finn'], THUMBS_UP: ['pia', 'nia'] },
      },
      {
        by: 'nia',
        at: '10 13:20',
        to: 1,
        text: `Learn the first sentence by heart, and only that one. It is a handrail.`,
      },
      {
        by: 'ravi',
        at: '10 15:40',
        to: 1,
        text: `Everybody in the room hopes that you do well. It does not feel like it, but it is true.`,
        reactions: { HEART: ['finn', 'pia'] },
      },
      {
        by: 'finn',
        at: '7 17:25',
        to: 2,
        text: `I used the boat. They laughed at the right place and then I forgot to be nervous.`,
        reactions: { CELEBRATE: ['gus', 'nia', 'pia', 'ravi'] },
      },
      { by: 'pia', at: '6 09:15', to: 5, text: `Bravo! Keep that feeling, you can borrow from it next time.` },
    ],
  },
  {
    board: 'spring',
    title: 'Hello from the spring cohort',
    posts: [
      {
        by: 'nia',
        at: '24 13:30',
        text: `Tell us your name here and one thing that you could teach the rest of us. I can teach you to fold a shirt in two seconds.`,
      },
      {
        by: 'gus',
        at: '23 18:40',
        to: 1,
        text: `I can teach you three knots that have saved my day more than once.`,
        reactions: { THUMBS_UP: ['finn'] },
      },
      { by: 'finn', at: '23 19:10', to: 1, text: `How to tell the time by the tide, roughly.` },
      { by: 'pia', at: '22 09:10', to: 1, text: `How to say thank you in nine languages.` },
      {
        by: 'ravi',
        at: '22 12:00',
        to: 1,
        text: `How to make tea for forty people without running.`,
        reactions: { HEART: ['pia', 'nia'] },
      },
    ],
  },
  {
    board: 'spring',
    title: 'Book and film swap',
    posts: [
      {
        by: 'ravi',
        at: '13 11:10',
        text: `One recommendation each, one sentence why. Mine: a film about a man who walks across a country because the train was late.`,
      },
      {
        by: 'finn',
        at: '13 17:45',
        to: 1,
        text: `A book about a lighthouse keeper who collects lost letters. The chapters are short, so you always read one more.`,
      },
      {
        by: 'gus',
        at: '12 19:30',
        to: 1,
        text: `A manual for a pump from sixty years ago. Better drawings than any comic.`,
        reactions: { CELEBRATE: ['finn', 'nia'] },
      },
      { by: 'nia', at: '11 13:15', to: 2, text: `Lighthouses again! I will read it this weekend.` },
      {
        by: 'pia',
        at: '9 10:30',
        to: 3,
        text: `I have now looked at the pump. I take everything back, it is splendid.`,
      },
    ],
  },
  {
    board: 'gus-finn',
    title: 'Getting started',
    posts: [
      {
        by: 'pia',
        at: '24 09:30',
        text: `Gus and Finn, this board is yours. Ravi and I can read along. Write at your own speed.`,
      },
      { by: 'ravi', at: '24 09:45', to: 1, text: `Good morning. I am here if you need me, and quiet if you do not.` },
      {
        by: 'gus',
        at: '24 18:30',
        to: 1,
        text: `Hello Finn. I would like to hear what you would do all day if nobody told you what to do.`,
        reactions: { THINKING: ['finn'] },
      },
      {
        by: 'finn',
        at: '23 17:35',
        to: 3,
        text: `Measure things, I think. Waves and wind, and write it down. I do not know if that is a job.`,
        reactions: { HEART: ['gus'] },
      },
    ],
  },
  {
    board: 'gus-finn',
    title: 'Is measuring the sea a job?',
    posts: [
      {
        by: 'gus',
        at: '21 18:45',
        text: `It is! There are people who measure tides, currents, salt, noise and ice. They work on ships, at universities and for harbours. Which of these sounds most like you?`,
      },
      {
        by: 'finn',
        at: '20 17:20',
        to: 1,
        text: `Harbours. Because then the numbers help somebody on the same day.`,
        reactions: { THUMBS_UP: ['gus'] },
      },
      {
        by: 'gus',
        at: '20 19:20',
        to: 2,
        text: `That is a good reason, remember it for your first interview. Every harbour prints a table of tides. Do you know how they are made?`,
      },
      {
        by: 'finn',
        at: '17 17:30',
        to: 3,
        text: `From the moon and the sun and from old measurements. I tried it for one week and was wrong by twenty minutes each time.`,
      },
      {
        by: 'gus',
        at: '17 19:00',
        to: 4,
        text: `Always by the same twenty minutes? Then you did not make a mistake, you found something. What could shift everything by the same amount?`,
        reactions: { THINKING: ['finn'] },
      },
      {
        by: 'finn',
        at: '14 17:10',
        to: 5,
        text: `The shape of the bay! The water needs time to come in. I added it and now I am wrong by two minutes.`,
        reactions: { CELEBRATE: ['gus', 'pia'] },
      },
      {
        by: 'gus',
        at: '14 19:15',
        to: 6,
        text: `Two minutes is better than some of the tables I have used. I am impressed.`,
        reactions: { HEART: ['finn'] },
      },
    ],
  },
  {
    board: 'gus-finn',
    title: 'A page about yourself',
    posts: [
      {
        by: 'gus',
        at: '5 18:20',
        text: `Try to write half a page that begins with "I notice things that". No name, no school, just what you are good at. We can make a CV from it later.`,
      },
      {
        by: 'finn',
        at: '3 17:40',
        to: 1,
        text: `I notice things that change slowly. I am patient with numbers. I like it when a table is finished. Is that too short?`,
      },
      {
        by: 'gus',
        at: '1 19:40',
        to: 2,
        text: `It is short and it is true, which is rare. Add one example to each sentence and you have your half page.`,
      },
    ],
  },
  {
    board: 'harbour-staff',
    title: 'Notes of the team',
    posts: [
      {
        by: 'ravi',
        at: '22 09:00',
        text: `Please write down here who covers which afternoon, so that nothing waits for long.`,
      },
      { by: 'nia', at: '22 09:40', to: 1, text: `I take Monday to Wednesday.` },
      { by: 'pia', at: '22 10:05', to: 1, text: `Thursday and Friday are mine.`, reactions: { THANKS: ['ravi'] } },
      { by: 'ravi', at: '22 10:30', to: 3, text: `Then I cover the weekend. Thank you both.` },
      { by: 'nia', at: '8 14:50', text: `Two weeks in: nothing waited for more than three hours.` },
      {
        by: 'pia',
        at: '8 15:20',
        to: 5,
        text: `The match is going well. They found a shared subject on the first day.`,
      },
      {
        by: 'ravi',
        at: '7 09:30',
        to: 5,
        text: `Good numbers, good tone. I have read the whole match board and enjoyed it.`,
      },
    ],
  },
  {
    board: 'harbour-staff',
    title: 'A visit to the museum of ships: on this board or not?',
    posts: [
      { by: 'pia', at: '9 15:00', text: `The museum has offered us an online tour for the whole cohort. Shall we?` },
      {
        by: 'nia',
        at: '9 15:30',
        to: 1,
        text: `Yes! With questions collected here before, so that the quiet ones get theirs asked as well.`,
        reactions: { THUMBS_UP: ['pia'] },
      },
      {
        by: 'ravi',
        at: '8 10:10',
        to: 1,
        text: `Fine with me, if the guide follows our rules and one of us is there all the time.`,
      },
      { by: 'pia', at: '6 11:30', to: 3, text: `Agreed with the museum. I will host, Nia takes the questions.` },
      { by: 'nia', at: '6 13:00', to: 4, text: `I will open a thread for the questions next week.` },
      { by: 'ravi', at: '2 10:20', to: 4, text: `Perfect. I will be there too, with biscuits that nobody can see.` },
      { by: 'pia', at: '1 11:10', to: 6, text: `The date is set. Announcement follows tomorrow.` },
      { by: 'nia', at: '1 14:30', to: 7, text: `The first three questions are in already, all by the same young man.` },
    ],
  },
];
