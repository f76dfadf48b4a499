import { LONGEST_TEXT, RULES, screenText, type ScreeningInput, type ScreeningResult, unread } from './index.js';
import { TimeoutError } from './likeness/encoder.js';

const now = new Date('2026-03-01T16:00:00Z');

function youth(text: string, more: Partial<ScreeningInput> = {}): ScreeningResult {
  return screenText({ text, author: { isAdult: false, ageYears: 13 }, now, ...more });
}

function adult(text: string, more: Partial<ScreeningInput> = {}): ScreeningResult {
  return screenText({ text, author: { isAdult: true }, now, ...more });
}

/** What a moderator would see highlighted for a rule. */
function highlighted(text: string, family: string): string[] {
  return youth(text)
    .findings.filter((finding) => finding.family === family)
    .flatMap(({ spans }) => spans.map(({ start, end }) => text.slice(start, end)));
}

describe('the verdict', () => {
  it('lets a plain message pass without findings', () => {
    expect(youth('thank you for reading my draft')).toMatchObject({
      outcome: 'CLEAN',
      priority: null,
      findings: [],
      opensCase: false,
      needsSupport: false,
    });
  });

  it('offers help with a case in the same answer', () => {
    expect(youth('i want to die')).toMatchObject({
      outcome: 'HELD',
      priority: 'P1',
      opensCase: true,
      needsSupport: true,
      supportTopics: ['SUICIDE'],
    });
  });

  it.each([
    'i took 20 paracetamol',
    'im going to kill myself tonight',
    'i ran away last night im at the bus station',
    'im bringing a knife tomorrow theyll see',
    'he said he will leak my photo if i dont send more',
    'my uncle touched me',
    'hes hitting my mum right now please help',
  ])('calls %s imminent danger', (text) => {
    expect(youth(text).priority).toBe('P0');
  });

  it('treats an adult who leaves the platform as a concern about a person', () => {
    expect(adult('lets move to whatsapp its easier')).toMatchObject({ priority: 'P1', opensCase: true });
    expect(youth('lets move to whatsapp its easier')).toMatchObject({ priority: 'P2', opensCase: false });
  });

  it('counts weak signals and holds the third', () => {
    expect(adult('you can trust me')).toMatchObject({ outcome: 'CLEAN', weakSignals: 1 });
    expect(adult('you can trust me', { priorWeakSignals: 2 })).toMatchObject({
      outcome: 'HELD',
      priority: 'P1',
      opensCase: true,
    });
  });

  it('reads attributes and tag insides', () => {
    expect(youth('my homework', { attributes: ['tel:+12025550143'] }).outcome).toBe('HELD');
    expect(youth('see <img alt="call 202-555-0143"> this').outcome).toBe('HELD');
  });

  it('knows the program addresses and the allowed hosts', () => {
    expect(youth('write to help@club.example', { programAddresses: ['@club.example'] }).outcome).toBe('CLEAN');
    expect(youth('see https://club.example/week1').outcome).toBe('HELD');
    expect(youth('see https://www.club.example/week1', { allowedHosts: ['club.example'] }).outcome).toBe('CLEAN');
  });

  it('forgets posts older than half an hour', () => {
    const at = new Date(now.getTime() - 31 * 60_000);
    expect(youth('0143', { recent: [{ text: '202 555', at }] }).outcome).toBe('CLEAN');
  });
});

describe('failing closed', () => {
  it('holds what is too long to read', () => {
    const { outcome, findings } = youth('a'.repeat(LONGEST_TEXT + 1));
    expect([outcome, findings[0]?.ruleId]).toEqual(['HELD', 'DETECTOR.TOO-LONG']);
  });

  it('holds what could not be read', () => {
    const input = { text: 'hello', author: { isAdult: false }, now };
    const late = new TimeoutError('too long');
    expect(unread(input, new Error('rule failed'))).toMatchObject({ outcome: 'HELD', timedOut: false });
    expect(unread(input, new Error('rule failed')).findings.map(({ ruleId }) => ruleId)).toEqual(['DETECTOR.ERROR']);
    expect(unread(input, late)).toMatchObject({ outcome: 'HELD', timedOut: true });
    expect(unread(input, late).findings.map(({ ruleId }) => ruleId)).toEqual(['DETECTOR.TIMEOUT']);
  });

  it.each(['', ' ', '\u0000', '\ud800', '&#0;', '<', '\u202e', 'ﷺ'.repeat(100)])(
    'reads %j without throwing',
    (text) => {
      expect(() => youth(text)).not.toThrow();
    },
  );
});

describe('highlighting', () => {
  it('points at the disguised characters of the original', () => {
    expect(highlighted('hi 202\u200b555\u200b0143 ok', 'PII-PHONE')).toEqual(['202\u200b555\u200b0143']);
    expect(highlighted('call <b>202</b>-<i>555</i>-<u>0143</u> now', 'PII-PHONE')).toEqual([
      '202</b>-<i>555</i>-<u>0143',
    ]);
    expect(highlighted('👻👻 mail ｆａｋｅ@example.com', 'PII-EMAIL')).toEqual(['ｆａｋｅ@example.com']);
    expect(highlighted('so i want to d i e', 'SELFHARM')).toContain('i want to d i e');
  });
});

describe('the rule pack', () => {
  it('has one id, a version and a reason for each rule', () => {
    expect(new Set(RULES.map(({ ruleId }) => ruleId)).size).toBe(RULES.length);
    for (const rule of RULES) {
      expect(rule.ruleId.startsWith(`${rule.family}.`)).toBe(true);
      expect(rule.version).toBeGreaterThanOrEqual(1);
      expect(rule.because.length).toBeGreaterThan(20);
    }
  });
});
