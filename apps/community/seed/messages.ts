import { renderBody } from '#forum';
import type { Message } from '../talk.js';
import type { Random } from './random.js';
import { advice, emojis, feelings, questions, stories, thoughts, titles, warmth, whens } from './sentences.js';
import { type Topic, topics } from './vocabulary.js';

/** Each is rendered once, then said by many: enough that no thread of usual size repeats itself. */
const repliesPerTopic = 230;
const openingsPerTopic = 50;
/** Words of a message: half of them have fewer than 38, one in a hundred more than 250. */
const medianWords = 38;
const wordSpread = 0.85;
const fewestWords = 5;
const mostWords = 400;

/** Messages and titles by subject. */
export class Messages {
  readonly all: Message[] = [];
  private readonly firstOf: number[] = [];

  constructor(random: Random) {
    for (const topic of topics) {
      this.firstOf.push(this.all.length);
      const known = new Set<string>();
      while (known.size < openingsPerTopic) this.add(known, opening(topic, random));
      while (known.size < openingsPerTopic + repliesPerTopic) this.add(known, reply(topic, random));
    }
  }

  private add(known: Set<string>, body: string): void {
    if (known.has(body)) return;
    known.add(body);
    const { html, text } = renderBody(body);
    this.all.push({ body, html, text });
  }

  topic(random: Random): number {
    return random.below(topics.length);
  }

  title(topic: number, random: Random): string {
    const title = fill(random.pick(titles), topics[topic] as Topic, random);
    return title.charAt(0).toUpperCase() + title.slice(1);
  }

  opening(topic: number, random: Random): number {
    return (this.firstOf[topic] as number) + random.below(openingsPerTopic);
  }

  reply(topic: number, random: Random): number {
    return (this.firstOf[topic] as number) + openingsPerTopic + random.below(repliesPerTopic);
  }
}

function opening(topic: Topic, random: Random): string {
  const words = wordsOf(random);
  const first = fill(random.pick(random.chance(0.5) ? questions : stories), topic, random);
  return decorated(topic, random, [first, ...sentences(topic, random, words, [stories, thoughts])], true);
}

function reply(topic: Topic, random: Random): string {
  const words = wordsOf(random);
  const kinds = random.chance(0.5) ? [advice, thoughts, advice] : [stories, thoughts, questions];
  const first = fill(random.pick(warmth), topic, random);
  const rest = words > 12 ? sentences(topic, random, words, kinds) : sentences(topic, random, 6, [warmth, thoughts]);
  return decorated(topic, random, random.chance(0.6) ? [first, ...rest] : rest, words > 30);
}

const wordsOf = (random: Random): number =>
  Math.min(Math.max(Math.round(random.logNormal(medianWords, wordSpread)), fewestWords), mostWords);

function sentences(topic: Topic, random: Random, words: number, kinds: readonly (readonly string[])[]): string[] {
  const made: string[] = [];
  for (let count = 0; count < words;) {
    const sentence = fill(random.pick(random.pick(kinds)), topic, random);
    if (made.slice(-6).includes(sentence)) continue;
    made.push(sentence);
    count += sentence.split(' ').length;
  }
  return made;
}

/** Puts sentences into paragraphs, with what Markdown offers where there is room for it. */
function decorated(topic: Topic, random: Random, parts: readonly string[], roomy: boolean): string {
  const paragraphs: string[] = [];
  for (let from = 0; from < parts.length;) {
    const size = 2 + random.below(4);
    paragraphs.push(parts.slice(from, from + size).join(' '));
    from += size;
  }
  const last = paragraphs.length - 1;
  if (random.chance(0.12)) paragraphs[last] = `${paragraphs[last] ?? ''} ${random.pick(emojis)}`;
  if (!roomy) return paragraphs.join('\n\n');
  if (random.chance(0.1)) paragraphs[0] = (paragraphs[0] as string).replace(/^(\S+ \S+ \S+)/, '**$1**');
  if (random.chance(0.1)) paragraphs.push(tips(topic, random));
  if (random.chance(0.05)) paragraphs.push(`I found it here: [${topic.link.text}](${topic.link.url})`);
  if (random.chance(0.05)) paragraphs.unshift(`> ${fill(random.pick(thoughts), topic, random)}`);
  if (topic.code && random.chance(0.2)) paragraphs.push(`\`\`\`\n${topic.code}\n\`\`\``);
  return paragraphs.join('\n\n');
}

function tips(topic: Topic, random: Random): string {
  const chosen = random.shuffled(topic.tips).slice(0, 2 + random.below(3));
  const numbered = random.chance(0.5);
  return chosen.map((tip, place) => `${numbered ? `${place + 1}.` : '-'} ${tip}`).join('\n');
}

function fill(sentence: string, topic: Topic, random: Random): string {
  return sentence.replace(/\{(\w+)(\^?)\}/g, (_slot, name: string, upper: string) => {
    const word = random.pick(wordsFor(name, topic));
    return upper ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  });
}

function wordsFor(name: string, topic: Topic): readonly string[] {
  switch (name) {
    case 'thing':
      return topic.things;
    case 'doing':
      return topic.doing;
    case 'tip':
      return topic.tips;
    case 'when':
      return whens;
    case 'feel':
      return feelings;
    default:
      throw new Error(`no words for {${name}}`);
  }
}
