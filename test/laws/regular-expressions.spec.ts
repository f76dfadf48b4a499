import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

// The native program comes in its npm package; it has to be chosen before recheck is loaded.
process.env['RECHECK_BACKEND'] = 'native';
const { check } = await import('recheck');

interface Found {
  source: string;
  flags: string;
  where: string;
}

/** How long one expression is looked at; most take milliseconds. */
const patienceMs = 10_000;
const atATime = 4;

describe('regular expressions', () => {
  it('take time in proportion to the text, whoever writes it (recheck)', async () => {
    const expressions = ['libs', 'apps'].flatMap(filesIn).flatMap(expressionsIn);
    expect(expressions.length).toBeGreaterThan(10);
    const distinct = [...new Map(expressions.map((one) => [`/${one.source}/${one.flags}`, one])).values()];
    const suspects: Found[] = [];
    const next = distinct.values();
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (const each of next) if ((await lookAt(each)) !== null) suspects.push(each);
      }),
    );
    // What cannot be proved is tried against the clock, and a busy machine is slow at anything: look again, one by one.
    const findings: string[] = [];
    for (const suspect of suspects) findings.push(...[(await lookAt(suspect)) ?? []].flat());
    expect(findings.sort()).toEqual([]);
  }, 240_000);
});

/** @returns what is wrong with the expression, or null */
async function lookAt({ source, flags, where }: Found): Promise<string | null> {
  const answer = await check(source, flags, { timeout: patienceMs });
  if (answer.status === 'safe') return null;
  const detail = answer.status === 'vulnerable' ? answer.complexity.summary : JSON.stringify(answer.error);
  return `${where}: /${source}/${flags} ${answer.status}: ${detail}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Literals, and the text of `new RegExp('…')`; what is put together at run time has a test where it is made. */
function expressionsIn(file: string): Found[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const where = (): string => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), where: where() });
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [text, flags] = node.arguments ?? [];
      if (text && ts.isStringLiteralLike(text)) {
        const given = flags && ts.isStringLiteralLike(flags) ? flags.text : '';
        found.push({ source: text.text, flags: given, where: where() });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
