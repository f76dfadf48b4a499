import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#platform';
import { makeKeySet, SigningKeys } from './signing-keys.js';

describe('the signing keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porchlight-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const openIn = (dataDir: string): Promise<SigningKeys> => SigningKeys.open(readConfig({ DATA_DIR: dataDir }));

  it('are made on the first start, for the owner alone to read, and found again on the second', async () => {
    const first = await openIn(join(folder, 'data'));
    expect((await stat(join(folder, 'data/keys.json'))).mode & 0o777).toBe(0o600);
    expect((await openIn(join(folder, 'data'))).keyId).toBe(first.keyId);
  });

  it('are the same for processes that start together', async () => {
    const opened = await Promise.all(Array.from({ length: 12 }, () => openIn(folder)));
    expect(new Set(opened.map(({ keyId }) => keyId)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });

  it('come from the configuration when it has some: the first signs, the others only verify', async () => {
    const [newer, older] = (await Promise.all([makeKeySet(), makeKeySet()])).map(
      (text) => (JSON.parse(text) as { keys: { kid: string }[] }).keys[0],
    );
    const keys = await SigningKeys.open(
      readConfig({ DATA_DIR: folder, SIGNING_KEYS: JSON.stringify({ keys: [newer, older] }) }),
    );
    expect(keys.keyId).toBe(newer?.kid);
    expect(keys.publicKeys.map(({ kid }) => kid)).toEqual([newer?.kid, older?.kid]);
    expect(JSON.stringify(keys.publicKeys)).not.toContain('"d"');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['', '{}', '{"keys":[]}', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}', 'half a fi'])(
    'stop the start when they are unusable, without showing them: %j',
    async (text) => {
      await writeFile(join(folder, 'keys.json'), text);
      await expect(openIn(folder)).rejects.toThrow(/keys\.json: must be a JSON Web Key Set/);
      if (text) await expect(openIn(folder)).rejects.not.toThrow(text);
    },
  );
});
