import { NotificationKind } from '../notification.enums.js';

/** All that a letter says of a thing: why, and where to look. */
export interface ToldThing {
  kind: NotificationKind;
  link: string;
}

const { ANNOUNCEMENT, MENTION, REPLY, THREAD, POST, DECISION } = NotificationKind;

const words: Record<NotificationKind, [one: string, many: (count: number) => string]> = {
  [ANNOUNCEMENT]: ['There is an announcement for you', (count) => `There are ${count} announcements for you`],
  [MENTION]: ['Somebody mentioned you', (count) => `You were mentioned ${count} times`],
  [REPLY]: ['You have a new reply', (count) => `You have ${count} new replies`],
  [THREAD]: ['There is a new thread', (count) => `There are ${count} new threads`],
  [POST]: ['There is a new post', (count) => `There are ${count} new posts`],
  [DECISION]: ['There is news about your post', (count) => `There is news about ${count} of your posts`],
};

/** Links of one letter; what is more can be found where they lead. */
const mostLinks = 20;

const say = (kind: NotificationKind, count: number): string => {
  const [one, many] = words[kind];
  return count === 1 ? one : many(count);
};

/**
 * The words of a mail. Whoever else opens the mailbox learns that there is something, and nothing of what or of whom: no
 * text, no title, no name, of a person or of a place.
 */
export function letterOf(things: readonly ToldThing[], stopLink: string): { subject: string; text: string } {
  const byKind = Map.groupBy(things, ({ kind }) => kind);
  const kinds = Object.values(NotificationKind).filter((kind) => byKind.has(kind));
  const [only, ...others] = kinds;
  const subject =
    only && others.length === 0 ? say(only, byKind.get(only)?.length ?? 0) : `You have ${things.length} notifications`;
  const links = [...new Set(things.map(({ link }) => link))];
  const text = [
    'Hello,',
    '',
    ...kinds.map((kind) => `${say(kind, byKind.get(kind)?.length ?? 0)}.`),
    '',
    links.length === 1 ? 'Sign in to read it:' : 'Sign in to read them:',
    ...links.slice(0, mostLinks),
    ...(links.length > mostLinks ? [`and ${links.length - mostLinks} more`] : []),
    '',
    'We never put into a mail what people write to you.',
    'To get no more mail like this:',
    stopLink,
    '',
  ].join('\n');
  return { subject, text };
}
