/** What is done to a child. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'hits',
  'hits, hit, hitting, beats, beat, beating, beaten, punches, punched, punching, slaps, slapped, slapping, kicks, kicked, kicking, chokes, choked, choking, strangles, strangled, strangling, burns, burned, burnt, whips, whipped, whipping, belts, belted, smacks, smacked, shoves, shoved, pushes, pushed, throws, threw, throwing, grabs, grabbed, grabbing, hurts, hurt, hurting, abuses, abused, abusing, attacks, attacked, bruises, bruised, strikes, drags, dragged, pins, pinned, locks, locked, batters, battered, thrashes, thrashed, lashes, spits, bites, pulls, pulled, pushing, throttled, stabbed, stabs, twists, twisted, pega, golpea, pegan, golpean, pego, maltrata',
);
defineWords(
  'touches',
  'touches, touched, touching, gropes, groped, groping, molested, molests, molesting, fondled, fondles, raped, rapes, rape, assaulted, assaults, feels me up, felt me up, kissed, kisses, kissing, fingered, undressed, undresses, forced himself, forces himself, forced herself, forced me to, strokes, stroked, stroking, rubs, rubbed, rubbing, grinds, exposed himself, flashed, flashes, toca, toco, tocaba, manosea, abusa, abuso, violo, viola, tocan, harassed sexually',
);
defineWords(
  'private',
  'private parts, privates, private bits, private area, down there, breasts, boobs, chest, bum, butt, ass, crotch, thigh, thighs, leg, legs, skirt, pants, shirt, underwear, bra, body, inappropriately, sexually, inappropriate, weird, knickers, trousers, under my clothes, vagina, penis, dick, places, partes',
);
defineWords(
  'makesme',
  'makes me, made me, forces me, forced me, making me, forcing me, gets me to, got me to, wants me to, wanted me to, has me, makes us, tells me to, told me to, asked me to, asks me to, tricked me into, pressures me to, pressuring me to, me obliga a, me obligan a, make me, force me, want me to, made her, have me, keeps making me',
);
