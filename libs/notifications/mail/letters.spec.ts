import { NotificationKind } from '../notification.enums.js';
import { letterOf } from './letters.js';

const { REPLY, MENTION } = NotificationKind;
const at = (n: number): string => `https://example.org/posts/${n}`;
const letter = (...things: [NotificationKind, number][]): { subject: string; text: string } =>
  letterOf(
    things.map(([kind, n]) => ({ kind, link: at(n) })),
    'https://example.org/stop',
  );

describe('a letter', () => {
  it('says what there is and where, and how to get no more', () => {
    const { subject, text } = letter([REPLY, 1]);
    expect(subject).toBe('You have a new reply');
    expect(text).toContain(at(1));
    expect(text).toContain('https://example.org/stop');
  });

  it('counts what is of one kind, and sums up what is not', () => {
    expect(letter([REPLY, 1], [REPLY, 2]).subject).toBe('You have 2 new replies');
    const { subject, text } = letter([REPLY, 1], [MENTION, 2], [REPLY, 3]);
    expect(subject).toBe('You have 3 notifications');
    expect(text).toContain('Somebody mentioned you.\nYou have 2 new replies.');
  });

  it('stays short', () => {
    const { text } = letter(...Array.from({ length: 50 }, (_, n): [NotificationKind, number] => [REPLY, n]));
    expect(text.match(/posts/g)).toHaveLength(20);
    expect(text).toContain('and 30 more');
  });
});
