import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { ConfigError, type Config } from '#platform';

const jwkSet = z.object({
  keys: z
    .array(
      z.looseObject({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string().regex(/^[\w-]{43}$/),
        d: z
          .string()
          .regex(/^[\w-]{43}$/)
          .optional(),
        kid: z.string().min(1).max(128).optional(),
      }),
    )
    .min(1),
});

/** The keys of access tokens: the newest signs; the others verify what they signed before the change. */
export class SigningKeys {
  private constructor(
    readonly keyId: string,
    readonly privateKey: CryptoKey,
    /** Public halves, newest first. */
    readonly publicKeys: readonly JWK[],
  ) {}

  /** From the configuration, or made on the first start and kept in `DATA_DIR/keys.json`. */
  static async open(config: Config): Promise<SigningKeys> {
    const { SIGNING_KEYS, DATA_DIR } = config.values;
    if (SIGNING_KEYS) return SigningKeys.from(SIGNING_KEYS, 'SIGNING_KEYS');
    const file = join(DATA_DIR, 'keys.json');
    return SigningKeys.from(await readOrMake(file), file);
  }

  /**
   * @param source named in the error, since the text itself is secret
   * @throws ConfigError unless the text is a JSON Web Key Set of Ed25519 keys whose first one is private
   */
  static async from(text: string, source: string): Promise<SigningKeys> {
    const unusable = new ConfigError([
      `${source}: must be a JSON Web Key Set of Ed25519 keys, the first with its private part`,
    ]);
    const keys: JWK[] = [];
    try {
      for (const key of jwkSet.parse(JSON.parse(text)).keys) {
        keys.push({ ...key, alg: 'EdDSA', kid: key.kid ?? (await calculateJwkThumbprint(key)) });
      }
      const [newest] = keys;
      if (!newest?.d || !newest.kid) throw unusable;
      const privateKey = (await importJWK(newest, 'EdDSA')) as CryptoKey;
      const publicKeys = keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }));
      return new SigningKeys(newest.kid, privateKey, publicKeys);
    } catch {
      throw unusable;
    }
  }
}

/** A new key as the text of a private JSON Web Key Set. */
export async function makeKeySet(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return `${JSON.stringify({ keys: [{ ...jwk, alg: 'EdDSA', use: 'sig', kid: await calculateJwkThumbprint(jwk) }] })}\n`;
}

/**
 * Processes that start together agree: each writes its own file in full, and hard-linking it to the final name succeeds
 * for the first one only. A crash in between leaves no half-written key.
 */
async function readOrMake(file: string): Promise<string> {
  const known = await readIfThere(file);
  if (known !== null) return known;
  await mkdir(join(file, '..'), { recursive: true });
  const draft = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(await makeKeySet());
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
