/** Numbers that keep the rendering of one body small, however it is written. */

/** Code units of a body that are read as Markdown; a longer one is shown as plain paragraphs. */
export const BODY_LENGTH = 20_000;
/** Blocks inside blocks; what lies deeper is shown as text of the last one. A table and inline marks still fit below it. */
export const BLOCK_DEPTH = 36;
/** Tags inside tags of one rendered body. A quote embeds a second body at most QUOTE_DEPTH + 1 deep: 44 + 4 + 1 < 50. */
export const TAG_DEPTH = 44;
export const QUOTE_DEPTH = 4;
/** Twenty columns are more than a phone shows; the cells that Markdown adds to short rows count too. */
export const TABLE_COLUMNS = 20;
export const TABLE_CELLS = 5_000;
/** As long as browsers' address bars and search engines take (RFC 9110 asks for 8,000; pages in use stay below 2,048). */
export const LINK_LENGTH = 2_048;
/** Characters of addresses and hosts in one body; links beyond them are text. A reference can be used a thousand times. */
export const LINK_CHARACTERS = 100_000;
/** People reached and posts quoted by one body; beyond them the marks are text. */
export const MENTIONS = 50;
export const QUOTES = 10;
