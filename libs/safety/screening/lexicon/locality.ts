/** Numbers, units and routines around places. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'numberword',
  'one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, hundred',
);
defineWords(
  'unit',
  'minutes, minute, mins, min, hours, hour, hrs, days, day, weeks, week, years, year, months, miles, mile, km, m, metres, meters, people, kids, students, points, percent, times, of, out, in, on, at, down, up, is, and, or, to, for, was, more, pm, am, th, st, rd, nd, am, lanes, laps, cars, shops, most, big, busy, new, different, dead',
);
defineWords('attend', 'at, to');
defineWords(
  'schooly',
  'so, very, really, too, closed, big, small, boring, fun, far, near, not, great, good, nice, hard, okay, ok, doing, having, in, on, a, the, my, holding, starting, strict, out, huge, old, new, like, ending, about, super, trying, getting, making, going, putting, hosting',
);
defineWords(
  'routine',
  'get, take, catch, ride, walk, bike, cycle, leave, go, wait, run, jog, play, train, practice, practise, swim, skate, meet, hang, volunteer, cojo, tomo, camino, am, work, finish, have, be, get on, get off, sit',
);
