import sanitizeHtml from 'sanitize-html';
import { destinationOf } from './destination.js';
import { TAG_DEPTH } from './limits.js';

/**
 * The narrow list: all that a body may contain, and the second wall behind a parser that reads no HTML at all.
 * `mark` is a spoiler; `bdi` holds a resolved mention or code with direction marks; `cite` names a quote's author.
 */
export const ALLOWED_TAGS = [
  ...['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'em', 'strong', 's', 'mark', 'code', 'pre', 'blockquote', 'cite', 'bdi'],
  ...['a', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
export const ALLOWED_ATTRIBUTES: Record<string, string[]> = { a: ['href', 'rel'], ol: ['start'] };
export const ALLOWED_SCHEMES = ['http', 'https', 'mailto'];
export const LINK_REL = 'nofollow ugc noopener noreferrer';

const options: sanitizeHtml.IOptions = {
  allowedTags: ALLOWED_TAGS,
  allowedAttributes: ALLOWED_ATTRIBUTES,
  allowedSchemes: ALLOWED_SCHEMES,
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: {
    a: (tagName, attributes): sanitizeHtml.Tag => {
      const destination = destinationOf(attributes['href'] ?? '');
      if (destination === null) return { tagName, attribs: {} };
      return { tagName, attribs: { href: destination.href, rel: LINK_REL } };
    },
  },
};

/** @returns HTML of the list above only; the same again when given its own output */
export function sanitise(html: string, depth = TAG_DEPTH): string {
  return sanitizeHtml(html, { ...options, nestingLimit: depth });
}

/** For text between tags only, never for an attribute: quotes stay, as sanitize-html writes them. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
