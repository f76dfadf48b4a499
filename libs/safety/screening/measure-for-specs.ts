/** Judges labelled messages and counts what was right, for the specs of this folder only. */
import type { LabelledMessage, LabelledSequence } from './corpus-for-specs.js';
import { screenClosely } from './index.js';
import type { ScreeningResult } from './index.js';

const NOW = new Date('2026-03-01T16:00:00Z');
const MINUTE_MS = 60_000;

export function screen({ text, authorIsAdult }: LabelledMessage): Promise<ScreeningResult> {
  return screenClosely({
    text,
    author: { isAdult: authorIsAdult },
    programAddresses: ['help@program.example'],
    now: NOW,
  });
}

const judged = new WeakMap<LabelledMessage, boolean>();

/** `ok` must not be withheld; danger must be heard; any other label must hold. Each message is read once. */
export async function isRight(message: LabelledMessage): Promise<boolean> {
  const right = judged.get(message) ?? fits(await screen(message), message.label);
  judged.set(message, right);
  return right;
}

/** Heard: withheld, P0, P1 or P2 (domain 2.4); a score that is not sure is read soon while the text is visible. */
function fits({ outcome, priority }: ScreeningResult, label: string): boolean {
  if (label === 'ok') return outcome !== 'HELD';
  return outcome === 'HELD' || (label.startsWith('escalate') && priority === 'P2');
}

/** The share of escalations that open a case at once. */
export async function shareAlerted(messages: readonly LabelledMessage[]): Promise<number> {
  const grave = messages.filter(({ label }) => isEscalation(label));
  let alerted = 0;
  for (const message of grave) alerted += (await screen(message)).opensCase ? 1 : 0;
  return alerted / grave.length;
}

/** Each post is read after the ones before it; an alarm may come early, and never where all is well. */
export async function isRowRight({ posts, authorIsAdult, expect: wanted, onPost }: LabelledSequence): Promise<boolean> {
  let weak = 0;
  const results: ScreeningResult[] = [];
  for (const [at, text] of posts.entries()) {
    const recent = posts
      .slice(0, at)
      .map((earlier, index) => ({ text: earlier, at: new Date(NOW.getTime() - (at - index) * MINUTE_MS) }));
    const result = await screenClosely({
      text,
      author: { isAdult: authorIsAdult },
      recent,
      priorWeakSignals: weak,
      now: NOW,
    });
    weak += result.weakSignals;
    results.push(result);
  }
  if (wanted === 'ok') return results.every((result) => fits(result, wanted));
  return results.slice(0, onPost).some((result) => fits(result, wanted));
}

export function isEscalation(label: string): boolean {
  return label.startsWith('escalate');
}

export function isPersonal(label: string): boolean {
  return /^hold-(?:pii|social|address|identity)/.test(label);
}

export function isHarmless(label: string): boolean {
  return label === 'ok';
}

/** The share of right verdicts among the messages with such a label. */
export async function shareRight(
  messages: readonly LabelledMessage[],
  labels: (label: string) => boolean,
): Promise<number> {
  const chosen = messages.filter((message) => labels(message.label));
  let right = 0;
  for (const message of chosen) right += (await isRight(message)) ? 1 : 0;
  return right / chosen.length;
}

/** Recall by label and false alarms; counts only, never a text. */
export async function report(
  name: string,
  messages: readonly LabelledMessage[],
  rows: readonly LabelledSequence[] = [],
): Promise<void> {
  const counts = new Map<string, { right: number; all: number }>();
  const count = (label: string, right: boolean): void => {
    const known = counts.get(label) ?? { right: 0, all: 0 };
    counts.set(label, { right: known.right + (right ? 1 : 0), all: known.all + 1 });
  };
  for (const message of messages) {
    const right = await isRight(message);
    count(message.label, right);
    if (isEscalation(message.label)) count('= escalations', right);
    if (isPersonal(message.label)) count('= personal information', right);
  }
  for (const row of rows) count('= posts in a row', await isRowRight(row));
  const lines = [...counts].sort(([one], [other]) => one.localeCompare(other)).map(asLine);
  process.stdout.write(`screening, ${name}\n${lines.join('\n')}\n`);
}

function asLine([label, { right, all }]: [string, { right: number; all: number }]): string {
  const share = label === 'ok' ? all - right : right;
  const percent = `(${((100 * share) / all).toFixed(1)} %)`;
  return `  ${label}: ${String(share)} of ${String(all)}${label === 'ok' ? ' held' : ''} ${percent}`;
}
