/** Swear words, slurs, insults and substances. Unpleasant by necessity. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'swear',
  'fuck, fucks, fucked, fucking, fuckin, fucker, fuckers, fking, fkn, fck, fuk, fuking, fcking, fvck, phuck, fuxk, motherfucker, motherfuckers, mf, mfs, mofo, stfu, gtfo, shit, shits, shitty, shite, shitting, bullshit, shitshow, dipshit, horseshit, sht, shyt, bitch, bitches, bitching, biatch, btch, son of a bitch, ass, asses, arse, asshole, assholes, arsehole, arseholes, dumbass, jackass, ahole, bastard, bastards, cunt, cunts, dickhead, dickheads, dick head, a dick, such a dick, dicks, prick, pricks, knob, knobhead, bellend, wanker, wankers, wank, tosser, twat, twats, bollocks, piss, piss off, pissing, slut, sluts, slutty, whore, whores, hoe, hoes, thot, skank, pussy, pussies, tits, cock, cocksucker, cum, dildo, jerk off, douche, douchebag, screw off, fk, idgaf, dgaf, sod off, mierda, puta, putas, puto, putos, pendejo, pendeja, cabron, cabrona, joder, cono, gilipollas, chinga, chingar, chingada, verga, hijo de puta, culero, carajo, hostia, mamon, cojones, merde, putain, scheisse, shitless, fuckwit, clusterfuck, fuckface, shithead, shithole, wankstain, minge, hell no bitch, bollox',
);
/** Coarse, and common in ordinary talk. */
defineWords(
  'coarse',
  'effing hell, wtf, omfg, lmfao, ffs, af bro, bs, bitchy, smartass, badass, bugger, bloody hell, pissed, pissed off, crap, crappy, damn, dammit, damnit, goddamn, goddamit, screw you, wth, tf, smfh, arsed, jfc, pos',
);
defineWords(
  'slur',
  'nigger, niggers, nigga, niggas, faggot, faggots, fag, fags, fagot, retard, retards, retarded, tranny, trannies, dyke, chink, gook, spic, wetback, kike, paki, raghead, towelhead, coon, spastic, spaz, mong, gypo, pikey, poof, poofter, kaffir, beaner, golliwog, maricon, sudaca, cripple, shemale, terrorist, sand nigger',
);
defineWords(
  'insult',
  'ugly, fat, stupid, dumb, idiot, idiots, idiotic, moron, morons, loser, losers, pathetic, worthless, disgusting, gross, pig, cow, whale, trash, garbage, useless, freak, weirdo, creep, annoying, dumbo, imbecile, thick, a joke, waste of space, waste of oxygen, rat, snake, clown, ugliest, fattest, dumbest, stupidest, hideous, brainless, embarrassing, cringe, lame, a nobody, scum, braindead, brain dead, smelly, stinky, stinks, stink, minging, fatty, fatso, skank, slow, coward, crybaby, cry baby, wimp, virgin loser, ape, monkey, dog, donkey, a mistake, a disgrace, rubbish, tramp, chav, vermin, cockroach, incel, simp, psycho, crazy bitch, mental, delusional, nasty, butt ugly, feo, fea, gorda, gordo, estupido, estupida, idiota, tonta, tonto, asqueroso, asquerosa, imbecil, inutil, burro, basura, payaso, retard, midget, dumass, nerd, dork, teachers pet, sad excuse, failure, weak, a rat, unlovable, insufferable, disgrace, irrelevant, talentless, hopeless case, dimwit, dunce, numpty, muppet, melt, beg, wasteman, neek, two faced, wet wipe, wierdo, weird, fake, liar, desperate, attention seeker',
);
defineWords(
  'identity',
  'gay, queer, lesbian, bi, trans, autistic, special ed, jewish, a jew, muslim, black, asian, mexican, immigrant, foreign, disabled, homo, acoustic, adhd, special, sped',
);
defineWords(
  'narcotic',
  'weed, vape, vapes, vaping, juul, juuls, puff bar, puff bars, elf bar, elf bars, elfbar, geek bar, edible, edibles, xanax, xans, xan, percs, percocet, adderall, molly, mdma, ecstasy, cocaine, coke, ketamine, ket, meth, heroin, shrooms, magic mushrooms, lsd, acid tabs, tabs of acid, thc, dab pen, dab cart, thc cart, carts, dabs, spliff, bong, cigarettes, cigs, ciggies, cigarette, fags to smoke, nicotine, snus, zyn, zyns, drugs, ganja, marijuana, cannabis, kush, mary jane, nangs, nos balloons, balloons nos, laughing gas, pingers, pingas, mandy, benzos, oxy, fentanyl, tobacco, rollies, baccy, a joint, joints, smoke weed, hashish, pills to get high, 🍃, 💊, marihuana, porro, cigarros, cigarrillos, vapeador, steroids, snuff, poppers, nitrous, wax pen, vape pen, vape juice',
);
defineWords('buy', 'buy, get, gift, send, give me, need you to buy, purchase, gimme, want');
