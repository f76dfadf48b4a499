import { compactVerify, decodeProtectedHeader, importJWK, type CompactVerifyResult, type JWK } from 'jose';

/** Above every token of ours (about 400 characters), far below what is work to look at. */
const longestToken = 8_192;
const canonicalPart = /^[\w-]+$/;

/**
 * Whether each part is the one base64url spelling of its bytes (RFC 4648 section 3.5). `jose` decodes padding, the other
 * alphabet and stray trailing bits as well; a second spelling of one token would pass a list of refused tokens.
 */
export function isCanonical(token: string): boolean {
  if (token.length > longestToken) return false;
  const parts = token.split('.');
  return (
    parts.length === 3 &&
    parts.every((part) => canonicalPart.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part)
  );
}

interface VerificationKey {
  id: string | undefined;
  algorithm: string;
  key: Awaited<ReturnType<typeof importJWK>>;
}

/** A key for something else than verifying signatures verifies none. */
const maySign = ({ use, key_ops: operations }: JWK): boolean =>
  (use === undefined || use === 'sig') && (operations === undefined || operations.includes('verify'));

/** Verifies compact JSON Web Signatures against fixed keys, each with the one algorithm that it is for. */
export class Signatures {
  private constructor(private readonly keys: readonly VerificationKey[]) {}

  /** @param algorithms accepted at all; a key whose `alg` is another one is left out */
  static async of(keys: readonly JWK[], algorithms: readonly string[]): Promise<Signatures> {
    const usable = keys.filter((key) => maySign(key) && key.alg !== undefined && algorithms.includes(key.alg));
    return new Signatures(
      await Promise.all(
        usable.map(async (key) => ({ id: key.kid, algorithm: key.alg ?? '', key: await importJWK(key, key.alg) })),
      ),
    );
  }

  /** Null unless the token is canonical and signed by one of the keys; never throws for a bad token. */
  async verify(token: string): Promise<CompactVerifyResult | null> {
    if (!isCanonical(token)) return null;
    try {
      const { kid, alg } = decodeProtectedHeader(token);
      const key = this.keys.find(({ id, algorithm }) => algorithm === alg && (kid === undefined || id === kid));
      return key ? await compactVerify(token, key.key, { algorithms: [key.algorithm] }) : null;
    } catch {
      return null;
    }
  }
}
