import '../environment.js';
/**
 * `npm run detection:train -- [--meaning]`: makes the weights of the likeness score anew (docs/detection.md). Seeded: the same
 * texts give the same weights, bit for bit. The words take some two minutes; `--meaning` also teaches the layer over the
 * encoder, which takes some twenty.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packedHead } from '../../libs/safety/screening/likeness/head.js';
import { SCALE } from '../../libs/safety/screening/likeness/model.js';
import { originOf, packed, train, trainMeaning } from '../../libs/safety/screening/likeness/train.js';
import * as before from '../../libs/safety/screening/likeness/weights.js';
import { meaningExamples, outsideExamples, ownExamples } from './lessons.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({ options: { meaning: { type: 'boolean', default: false } } });
const [own, outside, forMeaning] = [ownExamples(), outsideExamples(), meaningExamples()];
if (outside.length === 0) throw new Error('the outside texts are absent, and without them the weights would be others');

const words = packed(train([...own, ...outside]), SCALE);
const head = values.meaning ? packedHead(await trainMeaning(forMeaning)) : before.HEAD;
const origin = {
  own: originOf(own),
  outside: originOf(outside),
  meaning: values.meaning ? originOf(forMeaning) : before.ORIGIN.meaning,
};
const sum = createHash('sha256').update(`${words} ${head}`).digest('hex');
const entries = Object.entries(origin).map(([name, hash]) => `  ${name}: '${hash}',`);
writeFileSync(
  join(process.cwd(), 'libs/safety/screening/likeness/weights.ts'),
  `/**
 * Made by \`apps/detection/train.ts\`; never edit by hand. One signed byte per bucket and class for words; for meaning, each
 * layer's greatest weight and one signed byte per weight. \`ORIGIN\` names the lessons that they were made of (own texts, outside
 * texts, and those of the layer over the encoder), \`SUM\` is SHA-256 of the weights themselves.
 */
export const ORIGIN = {
${entries.join('\n')}
};
export const SUM = '${sum}';
export const WEIGHTS =
  '${words}';
export const HEAD =
  '${head}';
`,
);
say(`${String(own.length + outside.length)} examples, ${sum === before.SUM ? 'the same weights' : 'other weights'}`);
process.exit(0);
