import { Injectable } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { LinkTokens } from '#accounts';
import { EmailFrequency } from '../notification.enums.js';
import { PreferencesService } from '../preferences/preferences.service.js';

const kind = 'unsubscribe';
/** Where the link of a mail leads; the token is the last part of the path. */
export const stopPath = '/mail/unsubscribe';

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1>${body}</main></body></html>
`;

// Nothing in the pages comes from the request, and nothing tells whose link it is or whether it is a good one.
const question = page(
  'No more mail?',
  '<p>You will go on seeing your notifications when you sign in.</p><form method="post"><button>Send me no more mail</button></form>',
);
const done = page('No more mail', '<p>You can change this at any time when you sign in.</p>');
const unknown = page('This link is not complete', '<p>Sign in to choose how you want to hear of news.</p>');

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/**
 * Stopping mail by its link, without signing in (RFC 8058). Whoever holds a mail can do this one thing: switch mail off. A
 * GET asks and changes nothing, since mail scanners and previews follow every link.
 */
@Injectable()
export class StopLinks {
  constructor(
    private readonly tokens: LinkTokens,
    private readonly preferences: PreferencesService,
  ) {}

  async for(accountId: string, base: string): Promise<string> {
    return new URL(`${stopPath}/${await this.tokens.issue(kind, accountId)}`, base).href;
  }

  /** To be mounted at `stopPath`. The body of a POST is not needed, and not read. */
  readonly handler: RequestHandler = (request, response, next) => {
    this.answer(request, response).catch(next);
  };

  private async answer({ method, path }: Request, response: Response): Promise<void> {
    if (method === 'GET' || method === 'HEAD') response.status(200).set(headers).send(question);
    else if (method !== 'POST')
      response
        .status(405)
        .set({ ...headers, allow: 'GET, HEAD, POST' })
        .send(question);
    else if (await this.stop(path.slice(1))) response.status(200).set(headers).send(done);
    else response.status(404).set(headers).send(unknown);
  }

  /** Stopping what is stopped is a success. */
  private async stop(token: string): Promise<boolean> {
    const accountId = await this.tokens.read(kind, token);
    if (!accountId) return false;
    await this.preferences.setEmail(accountId, EmailFrequency.OFF);
    return true;
  }
}
