import type { Env } from 'markdown-it';
import { BODY_FINDINGS, newFindings, type BodyLink } from './findings.js';
import { tidy } from './hygiene.js';
import { BODY_LENGTH } from './limits.js';
import { storeMarkers } from './markers.js';
import { bodyParser } from './parser.js';
import { plainText } from './plain-text.js';
import { escapeText, sanitise } from './sanitiser.js';

/** Goes up with every change of what a body looks like; a job renders older bodies again. */
export const RENDERER_VERSION = 1;

export interface RenderedBody {
  /** The narrow list of `sanitiser.ts`, with markers; nobody sees it before `resolveMarkers`. */
  html: string;
  /** For search, mail and screening; without quotes. */
  text: string;
  links: BodyLink[];
  /** Addresses, titles, picture texts, code languages and unused definitions: what is written but not shown as text. */
  attributes: string[];
  mentions: { username: string; index: number }[];
  quotes: { postId: string; index: number }[];
  rendererVersion: number;
}

const parser = bodyParser();

/**
 * One body as HTML, words and structure. Never throws, and there is nothing to time out: every construct is bounded (`limits.ts`),
 * so the worst body of BODY_LENGTH takes some tens of milliseconds. A longer one, which only an import can bring, is shown as plain
 * paragraphs.
 */
export function renderBody(source: string): RenderedBody {
  const text = wellFormed(source);
  const findings = newFindings();
  if (text.length > BODY_LENGTH) return { ...asParagraphs(text), ...findings, rendererVersion: RENDERER_VERSION };
  const env: Env = { [BODY_FINDINGS]: findings };
  const tokens = parser.parse(text, env);
  const html = sanitise(parser.renderer.render(tokens, parser.options, env));
  return {
    html: storeMarkers(html, findings.mentions, findings.quotes),
    text: plainText(tokens),
    ...findings,
    rendererVersion: RENDERER_VERSION,
  };
}

/** Noncharacters go before parsing: they hold the places of mentions and quotes (`markers.ts`). */
function wellFormed(source: string): string {
  return source.replace(/\p{Surrogate}/gu, '\ufffd').replace(/\p{Noncharacter_Code_Point}/gu, '');
}

function asParagraphs(source: string): { html: string; text: string } {
  const text = tidy(source).trim();
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => `<p>${escapeText(paragraph)}</p>`);
  return { html: paragraphs.join('\n'), text };
}
