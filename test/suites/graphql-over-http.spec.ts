import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type Example, startExample } from './example-server.js';

/** Audits whose recommendation the draft of August 2026 withdrew; each may warn, none may fail. */
const waived = ['572B', 'FDE2', '7B9B'];

/** The Apollo CSRF check wants a header that browsers cannot send without asking; every client of ours sends one. */
const fetchWithHeader: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), 'apollo-require-preflight': '1' } });

const audits = serverAudits({ url: () => example.url, fetchFn: fetchWithHeader });
let example: Example;

describe('GraphQL over HTTP (audits of graphql-http)', () => {
  beforeAll(async () => {
    example = await startExample();
  });
  afterAll(() => example.close());

  it('has all 61 audits', () => expect(audits).toHaveLength(61));

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s: %s', async (id, _name, audit) => {
    const result = await audit.fn();
    if (result.status === 'ok') return;
    expect({ id, status: result.status, reason: result.reason, waived: waived.includes(id) }).toMatchObject({
      status: expect.stringMatching(/^(warn|notice)$/),
      waived: true,
    });
  });
});
