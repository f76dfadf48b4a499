import type { Env } from 'markdown-it';

/** What the rules note down while one body is parsed: markdown-it hands its `env` to every rule. */
export const BODY_FINDINGS = Symbol('findings');

export interface BodyLink {
  href: string;
  host: string;
  text: string;
}

export interface Findings {
  links: BodyLink[];
  /** For safety screening: addresses, titles, picture texts and everything else that was written but is not shown. */
  attributes: string[];
  /** `index` is the place among the body's mentions, from 0. */
  mentions: { username: string; index: number }[];
  quotes: { postId: string; index: number }[];
}

export function newFindings(): Findings {
  return { links: [], attributes: [], mentions: [], quotes: [] };
}

export function findingsOf(env: Env): Findings {
  return env[BODY_FINDINGS] as Findings;
}
