import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.js';
import type { Logger } from '../logging.js';

/** Headers that a page of another origin may send. */
const allowedHeaders = [
  'authorization',
  'content-type',
  'x-request-id',
  // Apollo's CSRF prevention wants to see one of these on a GET.
  'apollo-require-preflight',
  'x-apollo-operation-name',
  // How Apollo's clients and others name themselves and their version.
  'apollographql-client-name',
  'apollographql-client-version',
  'graphql-client-name',
  'graphql-client-version',
  // W3C Trace Context.
  'traceparent',
  'tracestate',
].join(', ');

/** Headers of an answer that a page of another origin may read. */
const exposedHeaders = [
  'x-request-id',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-used',
  'x-ratelimit-reset',
].join(', ');

/** Development servers of web clients listen on whatever port is free. */
const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Origins that are remembered as refused, so that each is logged once. Past this number no new one is logged. */
const mostRefused = 100;

/** Which browser pages may talk to this server, and who is at the other end of a connection. */
export class Origins {
  readonly #allowed: ReadonlySet<string>;
  readonly #believeHost: boolean;
  readonly #allowLocal: boolean;
  readonly #proxies: number;
  readonly #refused = new Set<string>();

  constructor(
    config: Config,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {
    const { PUBLIC_URL, ALLOWED_ORIGINS, TRUST_PROXY } = config.values;
    const own = PUBLIC_URL ? [new URL(PUBLIC_URL).origin] : [];
    this.#allowed = new Set([...own, ...ALLOWED_ORIGINS.map((origin) => origin.toLowerCase())]);
    this.#believeHost = !PUBLIC_URL || config.development;
    this.#allowLocal = config.development;
    this.#proxies = TRUST_PROXY;
  }

  /**
   * Stops pages of other sites from opening sockets (cross-site WebSocket hijacking). Programs that are no browsers
   * send no Origin and are let in: they have nobody's cookies, and neither has anybody here.
   */
  allows(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined || this.#allowed.has(origin.toLowerCase())) return true;
    const url = URL.canParse(origin) ? new URL(origin) : null;
    if (this.#believeHost && url?.host === host?.toLowerCase()) return true;
    if (this.#allowLocal && url && isLocal(url)) return true;
    this.#noteRefused(url?.origin ?? 'unreadable');
    return false;
  }

  /** A web client that is refused sees no reason in the browser: the operator finds it here. */
  #noteRefused(origin: string): void {
    const text = origin.slice(0, 200);
    if (this.#refused.has(text) || this.#refused.size >= mostRefused) return;
    this.#refused.add(text);
    this.logger.warn({ origin: text }, 'a browser origin is not allowed; ALLOWED_ORIGINS lists those that are');
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
      response.setHeader('access-control-expose-headers', exposedHeaders);
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

const isLocal = ({ protocol, hostname }: URL): boolean =>
  (protocol === 'http:' || protocol === 'https:') && localHosts.has(hostname);
