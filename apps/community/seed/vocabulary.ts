/** What a subject is talked about with. Everything fits into the sentences of `sentences.ts`. */
export interface Topic {
  /** Nouns with their article: "I am stuck with …". */
  things: readonly string[];
  /** Gerunds: "I enjoy …". */
  doing: readonly string[];
  /** Orders: "…, then look again". */
  tips: readonly string[];
  link: { text: string; url: string };
  code?: string;
}

const list = (text: string): readonly string[] => text.split('|').map((entry) => entry.trim().replaceAll(/\s+/g, ' '));

export const topics: readonly Topic[] = [
  {
    things:
      list(`the loop|my little game|the sorting program|the list of lists|the maze solver|the chat bot for the class
      play|the quiz program|the function that draws stars|the bug in line twelve|the weather script|the robot arm|the
      tile map|the scoreboard|the random word generator|the calculator|the debugger`),
    doing:
      list(`reading other people's code|writing small programs|testing one part at a time|drawing the plan on paper|
      naming variables properly|fixing old bugs|learning Python|making games in Scratch|explaining code to a friend`),
    tips: list(`print the value before you use it|read the error message from the end|make the program smaller until it
      works|give each variable an honest name|write the test first|save a copy before you change anything|read the code
      aloud`),
    link: { text: 'the Python tutorial', url: 'https://docs.python.org/3/tutorial/' },
    code: `for number in range(1, 6):\n    print(number, number * number)`,
  },
  {
    things:
      list(`the novel about the lighthouse|the second chapter|the short story|the poem about the fox|the graphic novel|the diary of
      the explorer|the ending|the main character|the library copy|the detective story|the science magazine|the legend of
      the lake|the book report|the old atlas`),
    doing:
      list(`reading before breakfast|listening to audiobooks|making lists of favourite sentences|reading the same book
      twice|guessing the ending|swapping books|reading aloud to my brother|writing small reviews`),
    tips: list(`read the first page of three books and pick one|stop at an exciting place|write down one sentence you like|
      skip a chapter if it drags|read ten pages and then decide|look at the cover again when you have finished`),
    link: { text: 'free old books', url: 'https://www.gutenberg.org/' },
  },
  {
    things: list(`the fraction sheet|the long division|the triangle proof|the word problem|the graph of the parabola|the
      percentage question|the times table challenge|the mean and the median|the algebra chapter|the coordinate grid|the
      probability game|the negative numbers|the recipe for twelve people|the square roots`),
    doing: list(`solving puzzles|checking results backwards|drawing the problem|estimating first|calculating in my head|
      comparing two ways to solve it|explaining each step|practising a little every day`),
    tips: list(`draw a picture of it|try it with smaller numbers|estimate before you calculate|write one step per line|check
      the units|work backwards from the answer|say in words what is asked`),
    link: { text: 'the videos on fractions', url: 'https://www.khanacademy.org/math' },
    code: `3/4 = 6/8 = 9/12`,
  },
  {
    things:
      list(`the volcano model|the microscope slide|the magnet experiment|the water cycle|the food chain|the circuit with
      two lamps|the seed diary|the periodic table|the lab report|the density column|the shadow clock|the bridge of
      spaghetti|the skeleton quiz|the rock collection`),
    doing:
      list(`asking why|measuring twice|growing crystals|watching birds|writing down every result|building small models|
      comparing two experiments|looking at pond water`),
    tips: list(`change only one thing at a time|repeat the measurement|draw what you see and not what you expect|label the
      axes|guess first and measure then|keep the results that look wrong|write down the time`),
    link: { text: 'the pages about space', url: 'https://www.nasa.gov/' },
  },
  {
    things:
      list(`the essay about bridges|my first draft|the introduction|the closing paragraph|the letter to the editor|the
      speech for assembly|the school newspaper|the story with two narrators|the poem without rhymes|the book trailer|the
      interview questions|the debate notes|the spelling list|the dialogue`),
    doing:
      list(`writing the middle first|shortening long sentences|reading drafts aloud|collecting good words|planning on
      sticky notes|writing for ten minutes without stopping|rewriting endings|finding titles`),
    tips: list(`write the part you know first|read it aloud and mark where you stumble|cut the first sentence|put it away for
      a day|give every paragraph one job|end with a question|use the shorter word`),
    link: { text: 'the guide to essays', url: 'https://www.bbc.co.uk/bitesize' },
  },
  {
    things:
      list(`the charcoal sketch|the comic page|the clay owl|the colour wheel|the mural plan|the self-made stamp|the
      paper theatre|the watercolour sky|the perspective exercise|the poster for the fair|the sketchbook|the mosaic|the
      drawing of hands|the cartoon dragon`),
    doing:
      list(`drawing with the wrong hand|mixing greens|sketching on the train|looking at shadows|copying old masters|
      trying new pens|drawing the same cup every day|folding paper`),
    tips: list(`draw big and loose first|squint to see the shadows|start with the darkest part|leave some paper empty|turn it
      upside down and look again|use only three colours|draw the space around it`),
    link: { text: 'the article on perspective', url: 'https://en.wikipedia.org/wiki/Perspective_(graphical)' },
  },
  {
    things:
      list(`the piano piece|the second verse|the drum pattern|the school concert|the guitar chords|the choir song|the
      difficult bar|the metronome|the film music project|the ukulele|the old recorder|the duet|the playlist for
      revision|the rhythm exercise`),
    doing: list(`practising slowly|singing in the choir|humming the bass line|learning songs by ear|counting out loud|
      playing with others|listening to the silence between notes|writing my own tunes`),
    tips: list(`play it at half speed|practise the last line first|loop the two hard bars|count aloud|record yourself and
      listen once|stop while it is still fun|tap the rhythm on the table`),
    link: { text: 'the page about scales', url: 'https://en.wikipedia.org/wiki/Scale_(music)' },
  },
  {
    things:
      list(`the relay team|the hurdles|the swimming badge|the climbing wall|the football drills|the netball final|the
      dance routine|the warm-up|the cross-country run|the table tennis club|the bike repair|the balance beam|the team
      talk|the fitness diary`),
    doing: list(`training with the team|running slowly on purpose|stretching properly|learning to lose well|cheering for
      others|practising my weaker side|keeping score|resting enough`),
    tips: list(`breathe out on the effort|start slower than you want to|drink before you are thirsty|watch how the others
      stand|practise the other side twice|end with something easy|sleep well the night before`),
    link: { text: 'the tips on training', url: 'https://www.nhs.uk/live-well/exercise/' },
  },
  {
    things:
      list(`the work experience form|the first CV|the interview practice|the open day|the apprenticeship list|the job of
      a vet|the talk by the engineer|the personal statement|the list of strengths|the university map|the skills test|the
      careers fair|the volunteering plan|the letter of motivation`),
    doing: list(`asking people about their jobs|trying out subjects|writing down strengths|preparing questions|comparing
      courses|learning about money|practising a firm hello|planning one year ahead`),
    tips: list(`write down three things you like doing|ask somebody what they do all day|prepare two questions of your own|
      read the advert twice|give one example for each strength|say what went wrong once and what you changed|apply even if you are
      not sure`),
    link: { text: 'the overview of courses', url: 'https://www.ucas.com/' },
  },
  {
    things:
      list(`the chess opening|the board game evening|the card trick|the puzzle box|the escape room in class|the level
      with the moving floor|the dice game|the crossword|the strategy guide|the tournament|the rule book|the building
      challenge|the quiz night|the word game`),
    doing:
      list(`inventing new rules|losing and trying again|thinking three moves ahead|teaching games to beginners|playing
      in teams|solving riddles|designing levels|keeping calm at the end`),
    tips: list(`look at what the other player wants|protect the middle|think before the exciting move|write the rules on one
      page|let a beginner test it|play the same opening ten times|stop after three losses`),
    link: { text: 'the history of chess', url: 'https://en.wikipedia.org/wiki/History_of_chess' },
  },
  {
    things:
      list(`the French oral|the list of irregular verbs|the Spanish song|the German word order|the letter to our partner
      class|the subtitles|the vocabulary cards|the new alphabet|the pronunciation of r|the listening test|the sign
      language course|the Welsh poem|the small talk exercise|the grammar table`),
    doing:
      list(`learning words with pictures|talking to myself in French|watching films with subtitles|singing in another
      language|writing tiny diaries|guessing words from the context|collecting funny idioms|repeating after the
      speaker`),
    tips: list(`learn five words and use them the same day|put labels on things in your room|say it wrong rather than not at
      all|listen first and read then|write three sentences about your day|make a silly picture for each word|repeat it
      the next morning`),
    link: { text: 'the word lists', url: 'https://en.wiktionary.org/wiki/Category:English_language' },
  },
  {
    things:
      list(`the revision plan|the homework pile|the group project|the mock exam|the presentation|the messy folder|the
      to-do list|the science test|the deadline on Friday|the study corner|the flash cards|the timetable|the notes of
      last week|the open question`),
    doing:
      list(`revising in short blocks|sorting my notes|asking for help early|making plans that are too big|working in the
      library|testing myself|taking real breaks|starting with the hardest part`),
    tips: list(`set a timer for twenty minutes|put the phone in another room|begin with the smallest task|close the book and
      write what you remember|plan one free evening|ask one question per lesson|tick things off with a thick pen`),
    link: { text: 'the page on revising', url: 'https://www.bbc.co.uk/bitesize/study-support' },
  },
];
