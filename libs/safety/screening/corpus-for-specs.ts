/** Reads the labelled messages of `test/corpus`, for the specs of this folder only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../../test/corpus');

export interface LabelledMessage {
  text: string;
  label: string;
  authorIsAdult: boolean;
}

export interface LabelledSequence {
  posts: string[];
  authorIsAdult: boolean;
  expect: string;
}

interface Line {
  text?: string;
  label?: string;
  note?: string;
  author?: string;
  posts?: string[];
  expect?: string;
}

type CorpusFile = 'messages' | 'extra' | 'own' | 'everyday' | 'heldout';

/** Single messages of the named files. */
export function corpus(...files: readonly CorpusFile[]): LabelledMessage[] {
  return files.flatMap(lines).flatMap((line) => {
    if (line.text === undefined || line.label === undefined) return [];
    return [{ text: line.text, label: line.label, authorIsAdult: isAdult(line) }];
  });
}

/** Several posts of one author in a row. */
export function sequences(file: CorpusFile): LabelledSequence[] {
  return lines(file).flatMap((line) =>
    line.posts && line.expect !== undefined
      ? [{ posts: line.posts, expect: line.expect, authorIsAdult: isAdult(line) }]
      : [],
  );
}

function isAdult({ author, note }: Line): boolean {
  return author === 'mentor' || note?.includes('author=mentor') === true;
}

function lines(file: CorpusFile): Line[] {
  return readFileSync(join(FOLDER, `${file}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}
