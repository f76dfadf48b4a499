import Markdown, { type MarkdownIt } from 'markdown-it';
import { keepDepth } from './block-depth.js';
import { destinationOf } from './destination.js';
import { readEmoji } from './emoji.js';
import { cleanTokens } from './token-hygiene.js';
import { shiftHeadings } from './headings.js';
import { LINK_LENGTH } from './limits.js';
import { dressLinks } from './links.js';
import { readMentions, showMention } from './mentions.js';
import { readQuote, showQuote } from './quotes.js';
import { addSpoilers } from './spoilers.js';
import { boundTables } from './tables.js';
import { readTasks } from './tasks.js';
import { showBlockquote, showCode, showFence } from './code-blocks.js';

/**
 * CommonMark 0.31.2 and nothing else, raw HTML as text: what the specification's own cases are judged on.
 * The body parser below is this one with additions.
 */
export function commonMarkParser(): MarkdownIt {
  const parser = new Markdown('commonmark', { html: false, xhtmlOut: true, maxNesting: 100 });
  parser.renderer.rules['blockquote_open'] = showBlockquote;
  return parser;
}

/** CommonMark, tables, strikethrough, autolinks, task lists, spoilers, emoji names, mentions and quotes. */
export function bodyParser(): MarkdownIt {
  const parser = commonMarkParser();
  parser.set({ linkify: true });
  parser.enable(['table', 'strikethrough', 'linkify']);
  parser.validateLink = (href) => destinationOf(href) !== null;
  linkOnlyWhatSaysSo(parser);
  keepDepth(parser);
  boundTables(parser);
  addSpoilers(parser);
  parser.block.ruler.before('blockquote', 'quote', readQuote, { alt: ['paragraph', 'reference', 'list'] });
  parser.core.ruler.before('text_join', 'mentions', readMentions);
  parser.core.ruler.before('text_join', 'emoji', readEmoji);
  parser.core.ruler.push('hygiene', cleanTokens);
  parser.core.ruler.push('tasks', readTasks);
  parser.core.ruler.push('headings', shiftHeadings);
  parser.core.ruler.push('links', dressLinks);
  Object.assign(parser.renderer.rules, {
    mention: showMention,
    quote: showQuote,
    code_inline: showCode,
    code_block: showFence,
    fence: showFence,
  });
  return parser;
}

/** `https://…` and `www.…` become links; `README.md` and a bare mail address stay words, which is what their writer meant. */
function linkOnlyWhatSaysSo(parser: MarkdownIt): void {
  const linkify = parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false, maxLength: LINK_LENGTH });
  linkify.add('ftp:', null).add('//', null).add('mailto:', null);
  linkify.add('www.', {
    // linkify-it judges what follows "http:", so it is given that form and the added "//www." is taken off again.
    validate: (text, position, self) =>
      Math.max(
        0,
        self.testSchemaAt(`//www.${text.slice(position, position + LINK_LENGTH)}`, 'http:', 0) - '//www.'.length,
      ),
    normalize: (match) => {
      match.url = `http://${match.url}`;
    },
  });
}
