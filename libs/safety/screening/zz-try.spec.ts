import { readFileSync } from 'node:fs';
import { screenText } from './index.js';
const file = process.env['CORPUS'] ?? 'messages';
it('tries', () => {
  const rows = readFileSync(`test/corpus/${file}.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l));
  const stat: Record<string, [number, number]> = {};
  const out: string[] = [];
  for (const r of rows) {
    if (!r.text) continue;
    const adult = r.author === 'mentor' || /author=mentor/.test(r.note ?? '');
    const v = screenText({ text: r.text, author: { isAdult: adult }, programAddresses: ['help@program.example'], now: new Date() });
    const strong = v.findings.filter((f) => !f.weak);
    const s = (stat[r.label] ??= [0, 0]);
    s[1]++;
    let good: boolean;
    if (r.label === 'ok') good = v.outcome === 'CLEAN';
    else if (r.label.startsWith('escalate')) good = v.opensCase;
    else good = v.outcome === 'HELD';
    if (good) s[0]++;
    else out.push(`MISS ${r.label} :: ${r.text} => ${strong.map((f) => f.ruleId + JSON.stringify(f.spans.map((x) => r.text.slice(x.start, x.end)))).join(' ')}`);
  }
  process.stdout.write(JSON.stringify(stat, null, 0) + '\n' + (process.env['QUIET'] ? out.filter(o=>o.includes('NOTHING')).join('\n') : out.join('\n')) + '\n');
});
