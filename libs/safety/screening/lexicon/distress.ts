/** Words of despair and self-injury. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'want',
  'want to, want, wanna, wana, wnna, wantt, wanted to, wish to, wish i could, would like to, would rather, rather, id like to, need to, gonna, gon, going to, goin to, about to, finna, tryna, trying to, try to, tried to, plan to, planning to, planning on, plan on, planned to, thinking of, thinking about, think about, think of, thought of, thought about, thoughts of, thoughts about, ready to, tempted to, feel like, felt like, feeling like, have to, intend to, might, will, should, could, urge to, urges to, considering, consider, dream of, dream about, hope to, hope i, wish i, imagining, imagine, going, decided to, want 2, would, may, gotta, better, wanting to, just, fantasise about, fantasize about, obsessed with, ima, imma, ill, gona',
);
defineWords(
  'wish',
  'want to, want, wanna, wana, wnna, wanted to, wish to, wish i could, would like to, rather, id like to, need to, tryna, trying to, try to, tried to, plan to, planning to, planning on, thinking of, thinking about, think about, think of, thought of, thought about, thoughts of, thoughts about, ready to, tempted to, feel like, felt like, feeling like, urge to, urges to, considering, dream of, dream about, hope to, hope i, wish i, imagine, imagining, decided to, want 2, wanting to, fantasise about, fantasize about, obsessed with, deserve to, should just, might as well, could just, going to, gonna, about to',
);
defineWords(
  'accident',
  'while cooking, cooking, on the, by accident, by mistake, accidentally, playing, with paper, at practice, in football, badly in',
);
defineWords('badplan', 'floor, lesson, study, meal, phone, data, revision');
defineWords('endit', 'end it, ending it, end things, ending things, end everything, ending everything, end this');
defineWords(
  'dead',
  'die, dead, dying, not exist, stop existing, not be alive, not be here, be gone, cease to exist, never wake up, not wake up, disappear, dissapear, vanish, sleep forever, be no more, fall asleep and never wake up, sleep and never wake, go to sleep and not wake up, go to sleep forever, fade away, be with god, not live, unexist, be six feet under',
);
defineWords(
  'endme',
  'kill @self, killing myself, kill myself, kms, kmsing, killmyself, end it all, ending it all, end my life, ending my life, unalive, unalive myself, unaliving myself, unaliving, off myself, offing myself, top myself, topping myself, hang myself, hanging myself, drown myself, shoot myself, shooting myself, stab myself, suffocate myself, strangle myself, poison myself, starve myself to death, take my life, taking my life, take my own life, taking my own life, commit suicide, committing suicide, suicide, sewerslide, sewer slide, commit sewerslide, ctb, catch the bus, self delete, jump off a, jump off the, jump off, jump in front, jump infront, jumping off, step in front, stepping in front, walk into traffic, walk in front, run into traffic, slit my wrists, slit my wrist, slitting my wrists, slit my throat, cut my wrists, overdose, od, overdosing, not be here, rope myself, neck myself, necking myself, blow my brains out, throw myself, make it all stop, suicidarme, matarme, quitarme la vida, acabar con todo, acabar con mi vida, kill my self, killing my self',
);
defineWords(
  'endthem',
  'kill herself, kill himself, kill themselves, kill themself, kill themselfs, killing herself, killing himself, killing themselves, end it, end it all, end her life, end his life, end their life, hang herself, hang himself, off herself, off himself, unalive herself, unalive himself, unalive themselves, take her own life, take his own life, commit suicide, suicide, suicidal, self harm, self harming, self harms, selfharm, selfharming, cutting, cuts herself, cuts himself, cuts themselves, cutting herself, cutting himself, hurting herself, hurting himself, hurting themselves, hurts herself, hurts himself, hurt herself, hurt himself, cut herself, cut himself, want to die, wants to die, wanted to die, wanna die, kms, starving herself, starving himself, making herself sick, making himself sick, overdosed, overdose, took pills, took a load of pills, be dead, not be here, disappear forever, jump off, matarse, suicidarse, cortarse',
);
defineWords(
  'injure',
  'cut, cutting, cutted, hurt, hurting, harm, harming, harmed, burn, burned, burnt, burning, scratch, scratched, scratching, stab, stabbed, stabbing, punish, punishing, bruise, starve, starving, starved, hit, hitting, slice, sliced, slicing, carve, carved, carving, punch, punched, punching, bite, biting, bleed, choke, choking',
);
defineWords(
  'body',
  'wrist, wrists, arm, arms, thigh, thighs, legs, leg, skin, hips, stomach, ankles, forearm, forearms, ankle, muneca, munecas, brazos',
);
defineWords(
  'blade',
  'razor, razors, razor blade, razorblade, blade, blades, sharpener, pencil sharpener, lighter, knife, scissors, compass, glass',
);
defineWords(
  'drug',
  'pill, pills, paracetamol, tylenol, ibuprofen, aspirin, advil, tablets, tablet, meds, medication, sleeping pills, antidepressants, paracetomol, pastillas, bleach, panadol, xanax, pack, packet, bottle, painkillers',
);
defineWords(
  'again',
  'again, agian, agen, last night, lastnight, yesterday, today, tonight, this morning, relapsed, every night, everyday, every day, still, last week, so much, deeper, too deep',
);
defineWords(
  'existing',
  'living, existing, being alive, waking up, life, going on, carrying on, trying, anything, it all, continuing, breathing, being here, this life, me being here, getting up, it anymore, getting out of bed, all this',
);
defineWords(
  'deathish',
  'die, be dead, being dead, was dead, were dead, better dead, about dying, of dying, dying is, dying would, death, suicide, suicidal, my own funeral, my funeral, being alive, be alive, b alive, stay alive, staying alive, existing, exist, existence, noose, overdose, overdosing, drank bleach, drink bleach, bleach, never wake, not wake up, didnt wake up, dont wake up, wake up again, end it, end it all, end things, end everything, not live, stop living, going on living, morir, morirme, muerte, muerto, muerta, no despierte, no despertar, be gone, six feet under, grave, afterlife, heaven early, hereafter',
);
defineWords(
  'dwell',
  'wish, want, wanna, hope, wonder, wondering, imagine, imagining, think, thinking, thought, thoughts, dream, peaceful, peace, planning, plan, urge, ready, bothered, worth, reason, way, ways, how, deserve, feel, feels, feeling, sometimes, lately, constantly, obsessed, scared of living, rather, might, should, better, easier, fantasise, research, why, until, tired, done, cant, ojala, siento, quiero, desearia, pienso',
);
defineWords(
  'nolonger',
  'not be around, wont be around, wasnt around, werent around, not around, isnt around, be around anymore, be around much longer, be around for long, wasnt here, werent here, wont be here, not be here, wasnt in the picture, werent in the picture, werent in it, not in this world, out of the picture, not here anymore, wasnt alive, hadnt been born, wasnt born, not be alive, no longer here',
);
defineWords('meal', 'food, dinner, lunch, breakfast, meals, eating, eat, snacks, my plate, tea');
