import { screenText } from './index.js';
const N = 20000;
const cases: Record<string, string> = {};
for (const unit of ['a','1','0','1 ',' ','((( ','(','at ','at dot ','i ','i want to die ','my mum ','die ','kill myself ','<','<a','<b>','&#50;','z̷','𝟐','👻','@','a@','a.','.','a@b.','202-','555 0143 ','fuck ','f*','*','a*','one ','double ','oh ','x y z ','k i l l m e ','_','a_b','http://','www.a.','/','///a.','12:','1,','1.','-','1-','а','аa','\n','send me a pic ','you ','$','!','0x','abcdef0','A','Aa1','%41','=','+','1+','what3words ','gmail ','my insta is ', 'backwards 123 ', 'his ', 'no one '])
  cases[unit] = unit.repeat(Math.ceil(N / unit.length)).slice(0, N);
let seed = 7; const rnd = (n: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
const words = 'i my you mum die want to kill send pic me at dot 202 five oh tell nobody secret home alone school knife cut no one will not the we they he she hit hurt feel like your dad parents know if u ur so and of in on for snap insta add text call street road'.split(' ');
cases['mixwords'] = Array.from({ length: 6000 }, () => words[rnd(words.length)]).join(' ').slice(0, N);
cases['random'] = Array.from({ length: N }, () => String.fromCharCode(32 + rnd(95))).join('');
cases['unicode'] = Array.from({ length: N }, () => String.fromCharCode(rnd(0xd7ff))).join('');
cases['distinct'] = Array.from({ length: 3000 }, () => Math.abs(rnd(1e9)).toString(36) + 'q').join(' ').slice(0, N);
cases['letters'] = Array.from({ length: N }, () => String.fromCharCode(97 + rnd(26))).join('');
cases['unk8'] = Array.from({ length: 2500 }, () => Array.from({length:7},()=>String.fromCharCode(97 + rnd(26))).join('')).join(' ').slice(0, N);
cases['singleletters'] = Array.from({ length: N/2 }, () => String.fromCharCode(97 + rnd(26))).join(' ');
it('times', () => {
  const now = new Date();
  for (let i = 0; i < 3; i++) screenText({ text: 'warm up, i want to die', author: { isAdult: true }, now });
  const t: [string, number][] = [];
  for (const [k, text] of Object.entries(cases)) {
    const best = [1, 2, 3].map(() => { const s = performance.now(); screenText({ text, author: { isAdult: true }, now }); return performance.now() - s; });
    t.push([k, Math.min(...best)]);
  }
  t.sort((a, b) => b[1] - a[1]);
  process.stdout.write(t.slice(0, 22).map(([k, v]) => `${v.toFixed(1)} ${k}`).join('\n') + '\n');
});
