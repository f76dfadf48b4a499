/**
 * Compiles TypeScript into dist/, file by file with SWC (types are checked by `npm run typecheck`). Only what has changed
 * since the last build is compiled, so a second start does not wait for it.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The age that outputs get: a source that is saved while it is compiled is newer, and compiled again next time. */
const begun = new Date();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const folders = ['apps', 'libs', 'migrations'];
/** Files that change what every compiled file looks like. */
const settings = ['.swcrc', 'package.json', 'scripts/build.mjs'];

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Porchlight needs Node 24, and this is ${process.version}. The package \`node\` brings it along and puts it on the path ` +
      'of npm scripts: run `npm ci` with install scripts allowed, then `npm start` or `npm run …` again.',
  );
  process.exit(1);
}

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

const sources = folders
  .flatMap((folder) => filesIn(join(root, folder)))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.endsWith('.spec.ts'));
const outputOf = (source) => join(dist, relative(root, source)).replace(/\.ts$/, '.js');
const newestSetting = Math.max(...settings.map((name) => changedAt(join(root, name))));
const stale = sources.filter((source) => {
  const built = changedAt(outputOf(source));
  return built <= changedAt(source) || built <= newestSetting;
});

// A place where only dist/ was put is left as it is.
const wanted = new Set(sources.map(outputOf));
/** Half a file of another build: API and worker may be started together after `npm ci`. */
const isOfAnotherBuild = (path) => /\.js\.\d+$/.test(path) && begun.getTime() - changedAt(path) < 600_000;
for (const path of sources.length > 0 ? filesIn(dist) : []) {
  if (!wanted.has(path) && !isOfAnotherBuild(path)) rmSync(path, { force: true });
}

if (stale.length > 0) {
  const { transformFile } = await import('@swc/core');
  await Promise.all(
    stale.map(async (source) => {
      const output = outputOf(source);
      const { code } = await transformFile(source, {
        configFile: join(root, '.swcrc'),
        sourceMaps: 'inline',
        sourceFileName: relative(dirname(output), source),
      });
      mkdirSync(dirname(output), { recursive: true });
      // Renamed when it is whole: a build that is interrupted must not leave half a file that looks new.
      const fresh = `${output}.${process.pid}`;
      writeFileSync(fresh, code);
      utimesSync(fresh, begun, begun);
      renameSync(fresh, output);
    }),
  );
}
