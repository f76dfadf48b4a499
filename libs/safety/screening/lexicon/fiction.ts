/** Stories, games, lessons and figures of speech: what makes a grave word harmless. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'figurative',
  'laughing, laughter, embarrassment, boredom, cringe, hunger, thirst, heat, cold, shame, lol, laughin, excitement, hungry, curiosity, cuteness, jealousy, second hand embarrassment',
);
defineWords(
  'fiction',
  'game, minecraft, fortnite, roblox, level, boss, character, characters, chapter, novel, book, the play, school play, sad play, a play, this play, film, movie, scene, poem, story, episode, season, macbeth, romeo, juliet, ophelia, hamlet, gatsby, essay, protagonist, respawn, villain, shakespeare, act 1, act 2, act 3, act two, act one, act 4, act 5, anime, series, tv show, the show, documentary, lyrics, history, historian, battle, war',
);
defineWords(
  'topic',
  'prevention, awareness, hotline, lifeline, helpline, rates, rate, statistics, stats, research, squad, week, month, campaign, poster, article, leaflet, policy, training, lesson, assembly, charity, mission, door, doors, study, studies, data, bomber, bombers',
);
defineWords(
  'story',
  'character, characters, chapter, novel, book, film, movie, scene, poem, story, episode, season, macbeth, romeo, juliet, hamlet, essay, protagonist, villain, shakespeare, anime, series, tv show, documentary, lyrics, the play, school play, school musical',
);
