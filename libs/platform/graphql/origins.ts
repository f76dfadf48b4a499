import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.js';

/** The last one is what Apollo's CSRF prevention wants to see on a GET. */
const allowedHeaders = 'authorization, content-type, x-request-id, apollo-require-preflight';

/** Which browser pages may talk to this server, and who is at the other end of a connection. */
export class Origins {
  readonly #allowed: ReadonlySet<string>;
  readonly #believeHost: boolean;
  readonly #proxies: number;

  constructor(config: Config) {
    const { PUBLIC_URL, ALLOWED_ORIGINS, TRUST_PROXY } = config.values;
    const own = PUBLIC_URL ? [new URL(PUBLIC_URL).origin] : [];
    this.#allowed = new Set([...own, ...ALLOWED_ORIGINS.map((origin) => origin.toLowerCase())]);
    this.#believeHost = !PUBLIC_URL || config.development;
    this.#proxies = TRUST_PROXY;
  }

  /**
   * Stops pages of other sites from opening sockets (cross-site WebSocket hijacking). Programs that are no browsers
   * send no Origin and are let in: they have nobody's cookies, and neither has anybody here.
   */
  allows(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined || this.#allowed.has(origin.toLowerCase())) return true;
    return this.#believeHost && URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
  }

  /**
   * Cross-origin rules for the allowed pages (Fetch standard, CORS protocol). Tokens travel in a header, so no
   * credentials are allowed.
   * @returns true if it was a preflight, which is answered here
   */
  cors(request: IncomingMessage, response: ServerResponse): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return false;
    response.setHeader('vary', 'Origin');
    const allowed = this.allows(request);
    if (allowed) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
    }
    const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!preflight) return false;
    if (allowed) {
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader('access-control-allow-headers', allowedHeaders);
      response.setHeader('access-control-max-age', '600');
    }
    response.writeHead(204, { 'content-length': 0 });
    response.end();
    return true;
  }

  /** The client's address: the peer's, or what the outermost of our own proxies saw (`TRUST_PROXY` hops from the right). */
  address(request: IncomingMessage): string {
    const peer = request.socket.remoteAddress ?? '';
    if (this.#proxies === 0) return peer;
    const header = request.headers['x-forwarded-for'];
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((hop) => hop.trim());
    return hops.filter(Boolean).at(-this.#proxies) ?? peer;
  }
}
