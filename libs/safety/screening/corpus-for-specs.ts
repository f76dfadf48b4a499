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
  /** How many posts it may take; all of them without it. */
  onPost: number;
}

interface Line {
  text?: string;
  label?: string;
  note?: string;
  author?: string;
  posts?: string[];
  expect?: string;
  onPost?: number;
}

export type CorpusFile =
  | 'messages'
  | 'extra'
  | 'own'
  | 'varied'
  | 'broad'
  | 'neighbours'
  | 'rehearsal'
  | 'everyday'
  | 'ordinary'
  | 'danger'
  | 'heldout'
  | 'outside'
  | 'gate';
/** Single messages of the named files. */
export function corpus(...files: readonly CorpusFile[]): LabelledMessage[] {
  return files.flatMap((file) => messagesOf(linesOf(pathOf(file))));
}

/** Several posts of one author in a row. */
export function sequences(...files: readonly CorpusFile[]): LabelledSequence[] {
  return files.flatMap((file) => sequencesOf(linesOf(pathOf(file))));
}

/** Both kinds, of a file elsewhere. */
export function corpusAt(path: string): { messages: LabelledMessage[]; rows: LabelledSequence[] } {
  const lines = linesOf(path);
  return { messages: messagesOf(lines), rows: sequencesOf(lines) };
}

function pathOf(file: CorpusFile): string {
  return join(FOLDER, `${file}.jsonl`);
}

function messagesOf(lines: readonly Line[]): LabelledMessage[] {
  return lines.flatMap((line) =>
    line.text === undefined || line.label === undefined
      ? []
      : [{ text: line.text, label: line.label, authorIsAdult: isAdult(line) }],
  );
}

/** `expect` is a label, or a label with "on post 2". */
function sequencesOf(lines: readonly Line[]): LabelledSequence[] {
  return lines.flatMap((line) => {
    if (line.posts === undefined || line.expect === undefined) return [];
    const [label = '', onPost] = line.expect.split(' on post ');
    return [
      {
        posts: line.posts,
        authorIsAdult: isAdult(line),
        expect: label,
        onPost: line.onPost ?? (onPost === undefined ? line.posts.length : Number(onPost)),
      },
    ];
  });
}

function isAdult({ author, note }: Line): boolean {
  return author === 'mentor' || note?.includes('author=mentor') === true;
}

function linesOf(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}
