import { Refusal } from '../errors.js';
import type { TokenClaims, TokenVerifier, Viewer, ViewerLoader } from '../viewer.js';

/** `Bearer` and one space; the token itself is the verifier's to judge. */
const scheme = 'bearer ';

/** Both transports authenticate here: a bearer token → claims → the viewer of now. */
export class Authenticator {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly viewers: ViewerLoader,
  ) {}

  /**
   * @param header `Authorization` of HTTP, or `authorization` of the `connection_init` payload
   * @returns null for no header at all: an anonymous caller
   * @throws Refusal `UNAUTHENTICATED` for a token that is presented and not good; it never falls back to anonymous,
   * so a client notices that its session needs a refresh
   */
  async claims(header: unknown): Promise<TokenClaims | null> {
    if (header === undefined || header === null || header === '') return null;
    if (typeof header !== 'string' || header.slice(0, scheme.length).toLowerCase() !== scheme) {
      throw new Refusal('UNAUTHENTICATED', 'The authorization must be `Bearer <accessToken>`.');
    }
    const claims = await this.tokens.verify(header.slice(scheme.length));
    if (!claims) throw new Refusal('UNAUTHENTICATED', 'The access token is not valid any more: refresh it.');
    return claims;
  }

  /**
   * One statement, at the start of each operation.
   * @throws Refusal `UNAUTHENTICATED` if the session or account has ended since the token was made
   */
  async viewer(claims: TokenClaims | null): Promise<Viewer | null> {
    if (!claims) return null;
    const viewer = await this.viewers.load(claims);
    if (!viewer) throw new SessionEnded();
    return viewer;
  }
}

/** The token is good and its session is not: no fresh token will help, only signing in. */
export class SessionEnded extends Refusal {
  constructor() {
    super('UNAUTHENTICATED', 'The session has ended: sign in again.');
  }
}
