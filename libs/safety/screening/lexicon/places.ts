/** Platforms, contact words, streets and schools. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'bigplatform',
  'instagram, insta, snapchat, snapchats, snapchatt, whatsapp, whats app, wats app, watsapp, wapp, discord, telegram, tiktok, tik tok, tiktoc, facebook, messenger, twitter, reddit, roblox, fortnite, youtube, twitch, skype, wechat, kik, kik messenger, bereal, be real, pinterest, tumblr, viber, omegle, wizz, yubo, threads, bluesky, vsco, onlyfans, imessage, facetime, face time, playstation, xbox, psn, finsta, spam account, wattpad, clubhouse, mastodon, linkedin, ometv, monkey app, hoop, ghost app, yellow ghost app, bird app, clock app, camera app, blue app, purple app, the app with the ghost, minecraft, epic games, epic, steam, soundcloud, spotify, strava, letterboxd, geometry dash, gmail, google chat, google hangouts, hangouts, zoom me, 👻, whatsap, insta gram, insagram, instagran, snapcht, guasap, wasap, whats, wattsapp',
);
defineWords(
  'shortplatform',
  'snap, ig, sc, dc, fb, tt, tele, tg, wa, yt, ft, vc, signal, line, switch, steam, kik, the gram, gram, x, disc, dcord, cord, snp, whatsapp, oovoo, rblx, cod, valorant, spam, priv, msn, teams',
);
defineWords('platform', '@bigplatform, @shortplatform');
defineWords(
  'account',
  'user, username, usernames, user name, name, handle, handles, id, tag, account, acc, acct, profile, code, friend code, gamertag, gamer tag, channel, page, at, usr, usuario, cuenta, display name, screen name, screenname, nick, nickname, usrname, friendcode',
);
defineWords(
  'gamer',
  'gamertag, gamer tag, psn, psn id, xbox live, friend code, friendcode, epic id, epic name, riot id, steam id, activision id, battletag, battle tag, nintendo id, switch code, gamer id, origin id, minecraft username, roblox username, xbox name, gt, sw, ign, in game name, discord tag, discord name, discord user, activision',
);
defineWords(
  'contact',
  'message, msg, dm, dms, text, txt, texts, call, ring, add, hmu, hit me up, hit up, follow, find, contact, reach, chat, talk, speak, snap, video call, videocall, facetime, ft, voice chat, vc, email, inbox, pm, write, ping, hablar, hablamos, escribeme, agregame, chatear, llamame, whatsapp, sub, subscribe, friend, fwend, hop on, connect, continue, move, switch, go, join, swap, exchange, give, use, play, hang, meet, game, messaging, texting, talking, chatting, calling',
);
defineWords(
  'lets',
  'lets, let us, can we, could we, can u, can you, could you, shall we, should we, we should, we could, we can, wanna, want to, u wanna, you wanna, do you want to, d you wanna, why dont we, how about we, how about, what about, i want to, id rather, i would rather, rather, can i, could i, may i, would you, id prefer, i prefer, prefer, maybe we, please, pls, just, let me, lemme, podemos, vamos a, hay que, quieres, puedo, puedes, better to, easier to, easier on, you should, u should, come, get on, hop on, jump on, meet me on, meet me in, meet on, find me, wanna just, ill, we might, well, gotta, gonna, im gonna, we need to, you can',
);
defineWords(
  'street',
  'street, road, avenue, ave, rd, lane, blvd, boulevard, crescent, terrace, cul de sac, str, strasse, highway, hwy, parkway, pkwy, alley, mews, roads, streets, calle, avenida, carrera, strt, stret, strret, rue, cres, cresent',
);
defineWords(
  'streetish',
  'drive, dr, st, way, court, ct, close, place, pl, square, sq, gardens, grove, hill, row, walk, view, ln, heights, trail, circle, green, park, vale, rise, av, drv, plaza, loop, quay, wharf, estate',
);
defineWords('compass', 'n, s, e, w, north, south, east, west, ne, nw, se, sw');
defineWords(
  'school',
  'school, academy, high, college, primary, elementary, middle, secondary, prep, grammar, comprehensive, hs, ms, schools, highschool, sixth form, lyceum, escuela, instituto, colegio, academia, kindergarten, preparatory, elem',
);
defineWords(
  'live',
  'live, lives, living, stay, house, home, flat, apartment, address, moved to, apt, our house, my house, place, im at, we live, vivo, direccion, casa, crib, mail it to, send it to, deliver, come to',
);
defineWords(
  'homeword',
  'house, home, flat, apartment, place, crib, casa, door, garden, block, building, bedroom, street, road, yard, garage',
);
defineWords(
  'hereword',
  'the, a, my, our, his, her, their, this, that, your, same, big, new, old, small, good, best, private, public, different, local, summer, night, art, music, dance, drama, sunday, saturday, home, after, online, boarding, day, medical, law, medicine, graduate, film, in, to, at, of, and, or, for, every, first, next, last, year, junior, senior, high, middle, primary, secondary, elementary, nursery, great, nice, tiny, huge, boring, sixth, state, tech, trade, vocational, business, regular, normal, catholic, religious, charter, community, my new, special, all, girls, boys, back, bible, swim, driving, is, was, when, during, before, from, with, by, from, once, while, so, too, some, an, grade, rural, another, any, no, college, university, free, dream, nursing, law, art',
);
defineWords(
  'fiction_address',
  'baker street, pennsylvania avenue, privet drive, downing street, sesame street, wall street, elm street, coronation street, fleet street, abbey road, evergreen terrace, wisteria lane, jump street, penny lane, fifth avenue, madison avenue, drury lane, grimmauld place, cherry tree lane, main st usa, bourbon street, albert square, ramsay street, broadway, regent street, oxford street, mulberry street, diagon alley, silk road, tobacco road, yellow brick road, electric avenue, route 66, harley street, bow street, mango street, bleecker street',
);
defineWords(
  'ordinary',
  'broken, banned, down, private, deleted, hacked, boring, gone, better, dead, trash, cool, fun, slow, new, old, really, so, not, just, very, too, full, like, about, where, what, how, why, when, for, a, the, an',
);
defineWords(
  'minecraftword',
  'built, build, building, mod, mods, world, server_code, castle, house, texture, redstone, play, playing, played, game, games, level, biome, seed, deck, tutorial, video, videos, design, designed, coding, studio, script, scripting, lua',
);
defineWords(
  'scheduled',
  'scheduled, program call, programme call, program session, group call, zoom session, video session, session, our call, the call, program video call, with the coordinator, with your coordinator, program meeting, program video, meeting slot, office hours, next session, calendar, deadline, thursdays call, group session, on the board, this board, class call, cohort, workshop, cohort call, call on, call slot, video room, program zoom, assigned',
);
