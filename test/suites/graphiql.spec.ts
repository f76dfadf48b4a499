import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Example, startExample } from './example-server.js';

let example: Example;
beforeAll(async () => {
  example = await startExample();
});
afterAll(() => example.close());

it('serves GraphiQL whole, from the installed packages and from no other host', async () => {
  const root = new URL('/graphiql', example.url);
  const page = await fetch(root);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const html = await page.text();
  const start = await (await fetch(new URL('/graphiql/start.js', root))).text();
  expect(`${html}${start}`).not.toContain('https://');

  const parts = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
  const imported = [...start.matchAll(/from '\.([^']+)'/g)].map(([, path]) => `/graphiql${path}`);
  expect(parts).toHaveLength(6);
  expect(imported).toHaveLength(1);
  for (const path of [...parts, ...imported]) {
    const part = await fetch(new URL(path, root));
    expect([path, part.status, part.headers.get('content-type')]).toEqual([
      path,
      200,
      expect.stringMatching(/javascript|css/),
    ]);
    await part.arrayBuffer();
  }
});
