import { readFileSync, writeFileSync } from 'node:fs';
import { errorTable, exampleEnvironment } from '#platform';

/** Prints what is committed and derived from the code; `test/laws` fails while the two differ. */
writeFileSync('.env.example', exampleEnvironment());

const readme = readFileSync('README.md', 'utf8');
const [start, end] = ['<!-- errors -->\n', '<!-- /errors -->'];
const before = readme.slice(0, readme.indexOf(start) + start.length);
writeFileSync('README.md', before + errorTable() + readme.slice(readme.indexOf(end)));
