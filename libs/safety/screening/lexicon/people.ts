/** Who is meant: the words for oneself, the other person, family, friends, other adults. Apostrophes are dropped. */
import { defineWords } from '../pattern/language.js';

defineWords('i', 'i, ive, im, id, ill, imma, ima, i am, we, weve');
defineWords('im', 'im, i am, i m, iam, ima, i was, ive been, i have been, i feel, i felt, i be');
defineWords('ive', 'ive, i have, i had, i, id, i just');
defineWords('me', 'me, myself, my self, meself, mself');
defineWords('self', 'myself, my self, meself, mself, me self, mysel, myslef');
defineWords('my', 'my, mine, ma, our, mi, me');
defineWords('you', 'you, u, ya, yu, ye, yous, yall, youu');
defineWords('your', 'your, ur, yr, yer, youre, u, you, tu, tus, ya');
defineWords(
  'youre',
  'youre, you are, ur, u r, your, u are, you r, you look, u look, you seem, u seem, you sound, you act, u act, you were, eres, you have such, you have',
);
defineWords(
  'us',
  'us, the two of us, you and me, u and me, me and you, me and u, you and i, u and i, just us, our, ourselves',
);
defineWords('he', 'he, hes, she, shes, they, theyre, him, her, them');
defineWords('him', 'him, her, them, me, my, his, hers');
defineWords(
  'family',
  'mum, mom, dad, mam, mama, papa, mummy, mommy, daddy, mother, father, parents, parent, stepdad, stepmum, stepmom, stepfather,' +
    'stepmother, step dad, step mum, step mom, step father, step mother, step brother, stepbrother, uncle, aunt, auntie, aunty,' +
    'brother, bro, sister, sis, grandad, granddad, grandpa, grandma, grandfather, grandmother, nan, gran, cousin, foster dad,' +
    'foster mum, foster mom, foster carer, foster parents, foster father, carer, guardian, family, folks, mums, moms, dads,' +
    'mums boyfriend, moms boyfriend, mums bf, moms bf, mothers boyfriend, dads girlfriend, relative, old man, ma, pa,' +
    'padrastro, madrastra, padre, madre, padres, tio, tia, hermano, hermana, primo, abuelo, mi papa, mi mama',
);
defineWords(
  'parents',
  'mum, mom, dad, mam, mama, papa, mummy, mommy, mother, father, parents, parent, mums, moms, dads, folks, family, fam, rents, guardian,' +
    'guardians, carer, carers, nan, gran, grandma, stepdad, stepmum, mum and dad, mom and dad, padres, papas, madre, padre,' +
    'sister, brother',
);
defineWords(
  'staff',
  'coordinator, coordinators, coordinater, staff, moderator, moderators, mod, mods, teacher, teachers, program, programme, program' +
    ' people, safeguarding, counselor, counsellor, social worker, admin, admins, program manager, school, police',
);
defineWords(
  'adult',
  'teacher, coach, tutor, priest, pastor, imam, neighbour, neighbor, babysitter, man, guy, dude, older guy, older man,' +
    'older boy, boss, manager, doctor, instructor, mentor, teachers, trainer, youth leader, church leader, stranger,' +
    'someone, somebody, some guy, some man, some dude, this guy, this man, person, a boy, grown man, men, people,' +
    'boyfriend, bf, girlfriend, gf, ex, boys, older boys, older kid, older kids, roommate, family friend',
);
defineWords(
  'friend',
  'friend, frend, freind, bestie, bff, best friend, mate, best mate, girlfriend, boyfriend, gf, bf, cousin, sister, brother,' +
    'classmate, someone, somebody, girl, boy, kid, sis, bro, roommate, friends, ex, twin, mum, mom, dad, mother, father, stepbro,' +
    'amiga, amigo, hermana, hermano, partner, pal, buddy, guy, person, son, daughter, neighbor, neighbour',
);
defineWords(
  'anyone',
  'anyone, any1, anybody, any one, anyl, ne1, no one, noone, nobody, no1, a soul, nadie, ppl, people, others, anyone else, everyone, them',
);
defineWords('nobody', 'nobody, no one, noone, no1, no body, none, not one person, nadie');
defineWords(
  'everyone',
  'everyone, everybody, every one, every1, people, they, world, yall, family, all of them, parents, mum, mom, everything, you all, you guys, friends',
);
defineWords(
  'not',
  'dont, do not, dnt, dont ever, never, not, wont, cant, cannot, didnt, isnt, aint, wouldnt, doesnt, no, nobody, duh, dun, d not, shouldnt, couldnt, can not, wasnt, arent, nor',
);
defineWords(
  'dont',
  'dont, do not, dnt, never, dont ever, dont u, dont you, donot, better not, you cant, u cant, you cannot, dont go, please dont, pls dont, you mustnt, you shouldnt, u shouldnt, you must not, no need to, not to, dont need to, dont have to, theres no need to, ud better not, id rather you didnt, rather you didnt, wont, you wont, u wont, without, cant, wouldnt, not',
);
defineWords(
  'day',
  'monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, tues, wed, thu, thurs, fri, sat, sun, mondays, tuesdays, wednesdays, thursdays, fridays, saturdays, sundays, weekend, lunes, martes, miercoles, jueves, viernes, sabado, domingo',
);
defineWords(
  'month',
  'january, february, march, april, may, june, july, august, september, october, november, december, jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec, enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre',
);
defineWords(
  'soon',
  'tonight, tonite, 2nite, 2night, tmrw, tmr, tomorrow, tmmrw, tomoz, today, soon, now, rn, right now, later, l8r, after school, after class, after practice, this weekend, on saturday, on sunday, this week, next week, at lunch, after work, this evening, this afternoon, esta noche, manana, @day, this morning',
);
defineWords(
  'girl',
  'girl, girls, boy, boys, kid, kids, woman, women, guys, guy, people, others, teen, teens, teenager, teenagers, student, students, chico, chica',
);
