import { corpus, sequences, type LabelledMessage } from './corpus-for-specs.js';
import { screenText } from './index.js';
import type { ScreeningResult } from './index.js';

const NOW = new Date('2026-03-01T16:00:00Z');
const MINUTE_MS = 60_000;

function screen({ text, authorIsAdult }: LabelledMessage): ScreeningResult {
  return screenText({ text, author: { isAdult: authorIsAdult }, programAddresses: ['help@program.example'], now: NOW });
}

/** An escalation must open a case; any other label but `ok` must hold; `ok` must not. */
function isRight(message: LabelledMessage): boolean {
  const { outcome, opensCase } = screen(message);
  if (message.label === 'ok') return outcome === 'CLEAN';
  return message.label.startsWith('escalate') ? opensCase : outcome === 'HELD';
}

function shareRight(messages: readonly LabelledMessage[]): Map<string, { right: number; all: number }> {
  const shares = new Map<string, { right: number; all: number }>();
  for (const message of messages) {
    const share = shares.get(message.label) ?? { right: 0, all: 0 };
    share.all += 1;
    share.right += isRight(message) ? 1 : 0;
    shares.set(message.label, share);
  }
  return shares;
}

function report(name: string, messages: readonly LabelledMessage[]): void {
  const lines = Array.from(shareRight(messages), ([label, { right, all }]) => {
    const percent = ((100 * right) / all).toFixed(1);
    return label === 'ok'
      ? `  ${label}: ${String(all - right)} of ${String(all)} held`
      : `  ${label}: ${String(right)} of ${String(all)} (${percent} %)`;
  });
  process.stdout.write(`screening, ${name}\n${lines.join('\n')}\n`);
}

function recall(messages: readonly LabelledMessage[], labels: (label: string) => boolean): number {
  const chosen = messages.filter((message) => labels(message.label));
  return chosen.filter(isRight).length / chosen.length;
}

const isEscalation = (label: string): boolean => label.startsWith('escalate');
const isPersonal = (label: string): boolean => /^hold-(?:pii|social|address|identity)/.test(label);
const isHarmless = (label: string): boolean => label === 'ok';

describe('the labelled corpus', () => {
  const given = corpus('messages', 'extra');
  const own = corpus('own');
  const heldOut = corpus('heldout');

  beforeAll(() => {
    report('given messages', given);
    report('own messages (tuned)', own);
    report('messages kept aside', heldOut);
  });

  it.each(given.map((message) => [message.label, message.text, message] as const))(
    '%s: %s',
    (_label, _text, message) => {
      expect(isRight(message)).toBe(true);
    },
  );

  it('keeps its recall and its silence on our own messages', () => {
    expect(recall(own, isEscalation)).toBeGreaterThanOrEqual(0.99);
    expect(recall(own, isPersonal)).toBeGreaterThanOrEqual(0.98);
    expect(recall(own, (label) => !isHarmless(label))).toBeGreaterThanOrEqual(0.98);
    expect(recall(own, isHarmless)).toBeGreaterThanOrEqual(0.99);
  });

  it('keeps its recall and its silence on messages kept aside', () => {
    expect(recall(heldOut, isEscalation)).toBeGreaterThanOrEqual(0.9);
    expect(recall(heldOut, isPersonal)).toBeGreaterThanOrEqual(0.95);
    expect(recall(heldOut, isHarmless)).toBeGreaterThanOrEqual(0.95);
  });

  it('never holds a person for saying who they are', () => {
    const said = [
      'im gay',
      'im autistic',
      'i am trans',
      'im bi and proud',
      'im a lesbian',
      'i am muslim',
      'im jewish',
      'i have adhd',
      'im black',
      'im disabled',
      'soy gay',
    ];
    expect(said.filter((text) => screen({ text, label: 'ok', authorIsAdult: false }).outcome === 'HELD')).toEqual([]);
  });

  it.each(sequences('extra').map((sequence) => [sequence.posts.join(' / '), sequence] as const))(
    'reads posts in a row: %s',
    (_name, { posts, authorIsAdult, expect: wanted }) => {
      let weak = 0;
      const results = posts.map((text, at) => {
        const recent = posts
          .slice(0, at)
          .map((earlier, index) => ({ text: earlier, at: new Date(NOW.getTime() - (at - index) * MINUTE_MS) }));
        const result = screenText({
          text,
          author: { isAdult: authorIsAdult },
          recent,
          priorWeakSignals: weak,
          now: NOW,
        });
        weak += result.weakSignals;
        return result;
      });
      const last = results[results.length - 1];
      expect(last?.outcome).toBe(wanted === 'ok' ? 'CLEAN' : 'HELD');
      if (wanted.startsWith('escalate')) expect(last?.opensCase).toBe(true);
    },
  );
});
