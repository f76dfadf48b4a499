import { jest } from '@jest/globals';
import { symbols } from 'pino';
import { logger, sql } from '#platform';
import { Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { refresh, tryRefresh, Visitor } from './people.js';

const secretPassword = 'a secret that is nowhere written';

describe('secrets', () => {
  let community: Community;
  const lines: string[] = [];
  const level = logger.level;

  beforeAll(async () => {
    const stream = (logger as unknown as Record<symbol, { write(line: string): void }>)[symbols.streamSym];
    if (!stream) throw new Error('the logger has no stream');
    jest.spyOn(stream, 'write').mockImplementation((line) => void lines.push(line));
    for (const output of [process.stdout, process.stderr]) {
      jest.spyOn(output, 'write').mockImplementation((chunk) => {
        lines.push(String(chunk));
        return true;
      });
    }
    logger.level = 'trace';
    community = await startCommunity();
  });
  afterAll(async () => {
    await community.stop();
    logger.level = level;
    jest.restoreAllMocks();
  });

  it('are never logged and never stored as they are: passwords, hashes, tokens', async () => {
    const visitor = new Visitor(community.url, '198.51.100.1');
    const first = await visitor.signIn('ada');
    await visitor.outcome('ada', secretPassword);
    const second = await refresh(community.url, first.refreshToken);
    await new Client(community.url, second).send(
      'mutation ($new: String!) { changePassword(input: { currentPassword: "porchlight-demo", newPassword: $new }) { ok } }',
      { new: secretPassword },
    );
    const third = await refresh(community.url, second.refreshToken);
    await refresh(community.url, third.refreshToken);
    await tryRefresh(community.url, first.refreshToken);
    await new Client(community.url, { ...first, accessToken: `${first.accessToken}A` }).send(
      '{ viewer { account { id } } }',
    );

    const secrets = [
      ...[secretPassword, 'porchlight-demo', '$argon2id'],
      ...[first, second, third].flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
    ];
    const log = lines.join('\n');
    expect(log).toContain('requestId');
    expect(log).not.toContain('ExceptionsHandler');
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);

    const [stored] = await community.database.rows<{ text: string }>(sql`
      select concat((select json_agg(t) from refresh_token t), (select json_agg(s) from session s),
        (select json_agg(a) from account a), (select json_agg(e) from audit_event e),
        (select json_agg(i) from idempotency i)) as text`);
    expect(secrets.filter((secret) => secret !== '$argon2id' && stored?.text.includes(secret))).toEqual([]);
  });
});
