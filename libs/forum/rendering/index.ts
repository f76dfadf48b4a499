/**
 * Rendering: what a person wrote becomes text that cannot hurt its reader.
 *
 * Built on markdown-it (CommonMark, raw HTML off), sanitize-html (the narrow list) and gemoji (emoji names). Pure functions: no
 * database, no clock, no network.
 *
 * Read in this order: hygiene.ts (any text) → body.ts (Markdown to HTML, words and structure) → parser.ts (what is added to
 * CommonMark) → sanitiser.ts (what may come out) → markers.ts (mentions and quotes, per reader) → limits.ts (why it stays fast).
 * Proof: the specs here, and test/suites for CommonMark's own cases, the XSS corpora and the naughty strings.
 */
export { RENDERER_VERSION, renderBody, type RenderedBody } from './body.js';
export type { BodyLink } from './findings.js';
export { cleanText, type CleanText, type CleanTextOptions } from './hygiene.js';
export { BODY_LENGTH } from './limits.js';
export { markerNames, resolveMarkers, type MarkerResolver } from './markers.js';
export { blankQuotes } from './quotes.js';
export { ALLOWED_ATTRIBUTES, ALLOWED_SCHEMES, ALLOWED_TAGS, LINK_REL } from './sanitiser.js';
