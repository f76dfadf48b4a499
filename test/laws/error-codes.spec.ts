import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes, errorTable } from '#platform';

const textsOf = (folder: string, wanted: (name: string) => boolean): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && wanted(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

const code = [
  ...textsOf('libs', (name) => !name.endsWith('.spec.ts') && name !== 'errors.ts'),
  ...textsOf('apps', () => true),
];
const tests = [
  ...textsOf('test', (name) => name !== 'error-codes.spec.ts'),
  ...textsOf('libs', (name) => name.endsWith('.spec.ts')),
];
/** Made by `Refusal.notFound()` and `Refusal.invalid()`, or by the formatter for whatever is unknown. */
const byName: Record<string, string> = {
  NOT_FOUND: 'Refusal.notFound',
  INVALID_INPUT: 'Refusal.invalid',
  INTERNAL: 'Internal error',
};

describe('every error code', () => {
  it.each(Object.keys(errorCodes))('%s is used, and provoked by a test', (name) => {
    const made = new RegExp(`['"]${name}['"]`);
    expect(code.some((text) => made.test(text) || text.includes(byName[name] ?? '\0'))).toBe(true);
    expect(tests.some((text) => text.includes(name))).toBe(true);
  });

  it('stands in the README, as it is printed from the enum (npm run docs)', () => {
    const [, table] = /<!-- errors -->\n([\s\S]*?)<!-- \/errors -->/.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(table).toBe(errorTable());
  });
});
