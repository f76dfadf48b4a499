/**
 * Texts to measure detection with: the labelled messages of `test/corpus`, and outside texts that nobody wrote for this
 * project. The outside texts are read from a folder beside the project and never copied into it (docs/detection.md).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface MeasuredText {
  source: string;
  text: string;
  /** `pass`: ordinary talk; `mixed`: ordinary talk of which some deserves a look; otherwise what is wrong with it. */
  label: string;
  language: string;
  author: 'youth' | 'mentor';
  /** Of functional cases: which one. */
  case: string | undefined;
}

interface Line {
  text?: string;
  label?: string;
  language?: string;
  author?: string;
  authors?: string[];
  case?: string;
  note?: string;
}

const root = process.cwd();
/** One folder of JSON lines; see its README for licences. */
export const OUTSIDE = process.env['DETECTION_TEXTS'] ?? join(root, '../shared/corpora/detection');
const OWN = join(root, 'test/corpus');

function linesOf(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

export function outsideTexts(): MeasuredText[] {
  if (!existsSync(OUTSIDE)) {
    process.stderr.write(`OUTSIDE TEXTS ARE ABSENT: no ${OUTSIDE}. Only the project's own texts are measured.\n`);
    return [];
  }
  const files = readdirSync(OUTSIDE).filter((name) => name.endsWith('.jsonl'));
  return files.flatMap((name) =>
    linesOf(join(OUTSIDE, name)).flatMap(
      ({ text = '', label = 'pass', language = 'en', authors = ['youth'], ...line }) =>
        authors.map((author) => ({
          source: basename(name, '.jsonl'),
          text,
          label,
          language,
          author: author === 'mentor' ? ('mentor' as const) : ('youth' as const),
          case: line.case,
        })),
    ),
  );
}

/** @param files names without ending; all of `test/corpus` if none is given */
export function ownTexts(files?: readonly string[]): MeasuredText[] {
  const names =
    files ?? readdirSync(OWN).flatMap((name) => (name.endsWith('.jsonl') ? [basename(name, '.jsonl')] : []));
  return names.flatMap((name) =>
    linesOf(join(OWN, `${name}.jsonl`)).flatMap(({ text, label, author, note, language = 'en', ...line }) =>
      text === undefined || label === undefined
        ? []
        : [
            {
              source: `own:${name}`,
              text,
              label: label === 'ok' ? 'pass' : label,
              language,
              author:
                author === 'mentor' || note?.includes('author=mentor') === true
                  ? ('mentor' as const)
                  : ('youth' as const),
              case: line.case,
            },
          ],
    ),
  );
}

/** Spread evenly over the list. */
export function some<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, at) => items[Math.floor(at * step)]).filter(
    (item) => item !== undefined,
  );
}
