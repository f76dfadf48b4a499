import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** The order of the libraries (ARCHITECTURE.md): one imports only those before it; the four readers not even each other. */
const order = ['platform', 'accounts', 'membership', 'forum', 'safety', 'activities'];
const readers = ['search', 'realtime', 'notifications', 'insights'];
const root = new URL('../..', import.meta.url).pathname;
const forbiddenNames = /^(utils?|common|helpers?|shared|misc)(\.|$)/;
/** Data that is read as a table, not as code. */
const mayBeLong = [/lexicon\//, /demo\//];

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

/** @param atRunTime leave out what is there for types alone: the compiler drops it, so it can close no circle */
function importsOf(file: string, atRunTime = false): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) =>
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
    statement.moduleSpecifier &&
    ts.isStringLiteral(statement.moduleSpecifier) &&
    !(
      atRunTime &&
      ts.isImportDeclaration(statement) &&
      statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    )
      ? [statement.moduleSpecifier.text]
      : [],
  );
}

const libraries = readdirSync(join(root, 'libs'));
const libraryFiles = sources('libs');

describe('the order of the libraries', () => {
  it('knows every library', () => {
    expect([...order, ...readers]).toEqual(expect.arrayContaining(libraries));
  });

  it.each(libraryFiles.map((file) => [file]))('%s imports only what stands before it, through front doors', (file) => {
    const library = file.split('/')[1] ?? '';
    const allowed = readers.includes(library) ? order : order.slice(0, order.indexOf(library));
    for (const imported of importsOf(file)) {
      if (imported.startsWith('#')) expect(allowed).toContain(imported.slice(1));
      if (imported.startsWith('.'))
        expect(join(file, '..', imported).split('/').slice(0, 2).join('/')).toBe(`libs/${library}`);
    }
  });
});

describe('the rooms', () => {
  it('have names that say what is in them', () => {
    const names = [...libraryFiles, ...sources('apps'), ...sources('test')].flatMap((file) => file.split('/'));
    expect(names.filter((name) => forbiddenNames.test(name))).toEqual([]);
  });

  it('have a front door with a header', () => {
    for (const library of libraries) {
      const door = readFileSync(join(root, 'libs', library, 'index.ts'), 'utf8');
      for (const word of [`* ${library}: `, 'Promise:', 'Built on:', 'Announces:', 'Proof:']) {
        expect({ library, says: word, found: door.includes(word) }).toEqual({ library, says: word, found: true });
      }
    }
  });

  it('stay small enough to read: 400 lines a file', () => {
    const long = [...libraryFiles, ...sources('apps'), ...sources('migrations')]
      .filter((file) => !mayBeLong.some((pattern) => pattern.test(file)))
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('import no file in a circle', () => {
    const graph = new Map(
      libraryFiles.map((file) => [
        file,
        importsOf(file, true)
          .filter((imported) => imported.startsWith('.'))
          .map((imported) => join(file, '..', imported).replace(/\.js$/, '.ts')),
      ]),
    );
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[][] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        circles.push([...path.slice(path.indexOf(file)), file]);
        return;
      }
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of graph.keys()) visit(file, []);
    // A folder's own types may refer to each other; what counts is that no two rooms do.
    const betweenRooms = circles.filter(
      (circle) => new Set(circle.map((file) => file.split('/').slice(0, -1).join('/'))).size > 1,
    );
    expect(betweenRooms).toEqual([]);
  });
});
