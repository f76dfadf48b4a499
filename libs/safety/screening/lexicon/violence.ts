/** Attacks, weapons, places and victims. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'attack',
  'kill, shoot, stab, murder, hurt, beat up, beat, jump, attack, strangle, slaughter, burn, blow up, bomb, shank, slice, poison, rape, choke, smash, bash, batter, destroy, end, execute, shoot up, run over, fight, cut, punch, break, gut, knife, matar, apunalar, disparar, murk, unalive, wet up, ching, do in, mess up, fuck up, merk, smoke, slap',
);
defineWords(
  'weapon',
  'gun, guns, knife, knives, rifle, pistol, shotgun, machete, weapon, weapons, bomb, bombs, explosive, explosives, shank, blade, glock, ar15, ar 15, ak47, firearm, handgun, bullets, ammo, hammer, axe, sword, crossbow, acid, grenade, bat, molotov, pipe bomb, strap, zombie knife, rambo, shiv, pistola, cuchillo, navaja, arma, bomba, knuckle duster, 🔪, 🔫, 💣',
);
defineWords(
  'place',
  'school, class, classroom, gym, cafeteria, church, mosque, synagogue, temple, mall, library, assembly, prom, building, campus, college, office, park, bus, escuela, hall, canteen, playground, hallway, homeroom, lunchroom, concert, game, stadium, parade, station',
);
defineWords(
  'victim',
  'him, her, them, you, u, ya, everyone, everybody, somebody, someone, people, teacher, teachers, kids, students, yall, those, that kid, that boy, that girl, my teacher, my dad, my stepdad, my mum, my mom, my brother, my sister, my boss, my ex, all of them, all of you, the principal, the whole class, classmates, te, los, todos, every single one, bullies, jews, muslims, gays, blacks, immigrants, this kid, this boy, this girl, mr, mrs, miss',
);
defineWords('adultthreat', '@i, ex, he, she, they, hell, shell, ill, someone, my ex, boyfriend, brother, dad, uncle');
defineWords(
  'deadly',
  'gun, guns, knife, knives, rifle, pistol, shotgun, machete, machetes, bomb, bombs, explosives, shank, glock, firearm, ammo, bullets, cuchillo, pistola, navaja, zombie knife, blade, weapon, grenade, molotov, ar15, hand gun, handgun, pipe bomb, 🔪, 🔫',
);
