import type { StateCore, Token } from 'markdown-it';
import { destinationOf, showsHost } from './destination.js';
import { findingsOf, type Findings } from './findings.js';
import { tidy } from './hygiene.js';
import { LINK_CHARACTERS } from './limits.js';
import { inlineText } from './plain-text.js';
import { textPiece } from './text-pieces.js';

/**
 * Links say where they lead: ` (host)` follows every link whose text does not begin with its host. A picture is a link with its
 * alternative text, since fetching it would tell a stranger who reads what and when. Titles are dropped: nobody sees them.
 * What is not shown goes to `attributes`, so that screening sees it.
 */
export function dressLinks(state: StateCore): void {
  const findings = findingsOf(state.env);
  const budget = { left: LINK_CHARACTERS };
  for (const reference of Object.values(state.env.references ?? {})) note(findings, reference.href, reference.title);
  for (const block of state.tokens) {
    if (block.type === 'fence') note(findings, block.info);
    if (
      block.type === 'inline' &&
      block.children?.some((token) => token.type === 'link_open' || token.type === 'image')
    ) {
      block.children = dressInline(state, block.children, findings, budget);
    }
  }
}

function dressInline(state: StateCore, tokens: Token[], findings: Findings, budget: { left: number }): Token[] {
  const out: Token[] = [];
  let open: { token: Token; at: number } | null = null;
  for (const token of tokens) {
    if (token.type === 'link_open') {
      open = { token, at: out.length };
    } else if (token.type === 'image') {
      out.push(...pictureOf(state, token, open !== null, findings, budget));
      continue;
    } else if (token.type === 'link_close' && open !== null) {
      const label = out.splice(open.at);
      out.push(...linkOf(state, open.token, label.slice(1), token, findings, budget));
      open = null;
      continue;
    }
    out.push(token);
  }
  return out;
}

function pictureOf(
  state: StateCore,
  image: Token,
  inLink: boolean,
  findings: Findings,
  budget: { left: number },
): Token[] {
  const source = String(image.attrGet('src') ?? '');
  const alt = inlineText(image.children ?? []).trim();
  note(findings, source, String(image.attrGet('title') ?? ''), alt);
  const label = textPiece(state, alt === '' ? source : alt);
  // Inside a link its picture's address goes nowhere: links do not nest.
  if (inLink) return [label];
  const opening = new state.Token('link_open', 'a', 1);
  opening.attrSet('href', source);
  return linkOf(state, opening, [label], new state.Token('link_close', 'a', -1), findings, budget);
}

function linkOf(
  state: StateCore,
  opening: Token,
  label: Token[],
  closing: Token,
  findings: Findings,
  budget: { left: number },
): Token[] {
  const destination = destinationOf(String(opening.attrGet('href') ?? ''));
  note(findings, String(opening.attrGet('href') ?? ''), String(opening.attrGet('title') ?? ''));
  if (destination === null) return label;
  budget.left -= destination.href.length + destination.host.length;
  if (budget.left < 0) return label;
  const text = inlineText(label);
  findings.links.push({ ...destination, text });
  opening.attrs = [['href', destination.href]];
  opening.meta = { destination, text };
  if (showsHost(text, destination.host)) return [opening, ...label, closing];
  return [opening, ...label, closing, hostOf(state, destination.host)];
}

function hostOf(state: StateCore, host: string): Token {
  return Object.assign(textPiece(state, ` (${host})`), { meta: { host } });
}

/** Each value once; used and unused reference definitions alike. */
function note(findings: Findings, ...values: string[]): void {
  for (const value of values) {
    const text = tidy(value);
    if (text !== '' && findings.attributes[findings.attributes.length - 1] !== text) findings.attributes.push(text);
  }
}
