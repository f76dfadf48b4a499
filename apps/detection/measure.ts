/** What detection makes of texts: one record a text, and shares of them. */
import { screenClosely, screenText, type ScreeningResult } from '../../libs/safety/screening/index.js';
import type { MeasuredText } from './texts.js';

const NOW = new Date('2026-03-04T16:00:00Z');
/** Enough to keep the thread of the encoder and this one busy, and too few for its queue to fill. */
const AT_ONCE = 4;
const BANDS = [40, 80, 160, 280, 500, 1_000, 2_000, 20_000] as const;

export interface Measured extends MeasuredText {
  outcome: ScreeningResult['outcome'];
  priority: ScreeningResult['priority'];
  withheld: boolean;
  alerted: boolean;
  readSoon: boolean;
  helped: boolean;
  rules: string[];
  ms: number;
}

export async function measured(text: MeasuredText, wordsOnly: boolean): Promise<Measured> {
  const isAdult = text.author === 'mentor';
  const input = {
    text: text.text,
    author: isAdult ? { isAdult } : { isAdult, ageYears: 14 },
    audience: {
      relation: isAdult ? ('ADULT_TO_YOUTH' as const) : ('YOUTH_TO_ADULT' as const),
      boardKind: 'MATCH' as const,
    },
    programAddresses: ['help@program.example'],
    country: text.language === 'es' ? 'ES' : 'US',
    now: NOW,
  };
  const started = performance.now();
  const result = wordsOnly ? screenText(input) : await screenClosely(input);
  const ms = performance.now() - started;
  const holding = result.findings.filter(({ weak }) => weak !== true);
  const alerted = result.priority === 'P0' || result.priority === 'P1';
  return {
    ...text,
    outcome: result.outcome,
    priority: result.priority,
    withheld: result.outcome === 'HELD',
    alerted,
    readSoon: result.outcome !== 'HELD' && result.priority === 'P2',
    helped: result.needsSupport,
    rules: [...new Set(holding.map(({ ruleId, priority }) => `${ruleId}/${priority}`))],
    ms,
  };
}

export async function measureAll(texts: readonly MeasuredText[], wordsOnly: boolean): Promise<Measured[]> {
  const results: Measured[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < texts.length; at = next++) {
      const text = texts[at];
      if (text) results[at] = await measured(text, wordsOnly);
    }
  };
  await Promise.all(Array.from({ length: wordsOnly ? 1 : AT_ONCE }, work));
  return results;
}

export function bandOf({ length }: string): string {
  const at = BANDS.findIndex((most) => length < most);
  return at < 0 ? 'over 20000' : `${String(at === 0 ? 0 : BANDS[at - 1])}-${String(BANDS[at])}`;
}

export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export const percent = (part: number, all: number): string => (all === 0 ? '–' : ((100 * part) / all).toFixed(1));

export interface Shares {
  texts: number;
  withheld: string;
  alerted: string;
  readSoon: string;
  heard: string;
  helped: string;
}

/** `heard`: withheld, alerted, or read soon (domain 2.4). */
export function sharesOf(items: readonly Measured[]): Shares {
  const share = (is: (item: Measured) => boolean): string => percent(items.filter(is).length, items.length);
  return {
    texts: items.length,
    withheld: share(({ withheld }) => withheld),
    alerted: share(({ alerted }) => alerted),
    readSoon: share(({ readSoon }) => readSoon),
    heard: share(({ withheld, alerted, readSoon }) => withheld || alerted || readSoon),
    helped: share(({ helped }) => helped),
  };
}
