import { LINK_LENGTH } from './limits.js';

/** Where a link may lead, and what of that a reader must see. */

const WEB = /^https?:\/\//i;
const MAIL = /^mailto:([^\s?#@]{1,64}@[^\s?#@]{1,255})/i;
/** The host that a link's text begins with: `https://example.com/x`, `example.com`, `example.com is good`. */
const SHOWN = /^(?:https?:\/\/|mailto:)?([^\s/?#]{1,320})/i;

export interface Destination {
  href: string;
  /** ASCII host with its port, or the mail address: the words in which the destination is shown. */
  host: string;
}

/**
 * Only http, https and mailto, and only absolute: what `/logout` or `//host` mean depends on the page that shows the post.
 * A name before the host (`https://bank.example@evil.example`) exists to deceive, so it is no destination.
 */
export function destinationOf(href: string): Destination | null {
  if (href.length > LINK_LENGTH) return null;
  const mail = MAIL.exec(href);
  // Subject, body, cc and bcc of a mailto: would write a young person's mail for her.
  if (mail?.[1] !== undefined) return { href: `mailto:${mail[1]}`, host: mail[1].toLowerCase() };
  if (!WEB.test(href) || !URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.username !== '' || url.password !== '' || url.host === '') return null;
  return { href, host: url.host };
}

/** Exact, not "contains": `not-evil.com` and `good.com/evil.com` do not show `evil.com`. */
export function showsHost(text: string, host: string): boolean {
  const shown = SHOWN.exec(text.trim())?.[1]?.toLowerCase();
  return shown === host || `www.${shown}` === host;
}
