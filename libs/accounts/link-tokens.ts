import { SignJWT } from 'jose';
import { isUuid } from '#platform';
import { Signatures } from './signatures.js';
import { SigningKeys } from './signing-keys.js';

const algorithm = 'EdDSA';
const issuer = 'porchlight';

/**
 * Signed links in mail, for what somebody may do without signing in. Each kind is a `typ` of its own, so that no link is
 * ever good for another purpose, nor as an access token. They do not end by themselves: mail is read years later. So only
 * what can do no harm may rest on one.
 */
export class LinkTokens {
  private constructor(
    private readonly keys: SigningKeys,
    private readonly signatures: Signatures,
  ) {}

  static async with(keys: SigningKeys): Promise<LinkTokens> {
    return new LinkTokens(keys, await Signatures.of(keys.publicKeys, [algorithm]));
  }

  /** @param kind what the link is for: `unsubscribe` */
  async issue(kind: string, accountId: string): Promise<string> {
    return new SignJWT({})
      .setProtectedHeader({ alg: algorithm, typ: typeOf(kind), kid: this.keys.keyId })
      .setIssuer(issuer)
      .setSubject(accountId)
      .sign(this.keys.privateKey);
  }

  /** @returns the account, or null for whatever is not a link of ours of that kind */
  async read(kind: string, token: string): Promise<string | null> {
    const verified = await this.signatures.verify(token);
    if (verified?.protectedHeader.typ !== typeOf(kind) || !verified.protectedHeader.kid) return null;
    const { iss, sub } = JSON.parse(new TextDecoder().decode(verified.payload)) as { iss?: unknown; sub?: unknown };
    return iss === issuer && isUuid(sub) ? sub : null;
  }
}

const typeOf = (kind: string): string => `${kind}+jwt`;
