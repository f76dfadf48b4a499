import { createHmac } from 'node:crypto';
import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { PageChannelName, type PageMessage, PagingChannel, sendTimeoutMs } from './paging-channel.js';

export interface WebhookSettings {
  url: string;
  secret: string;
  /** Also call plain HTTP and addresses of this machine or a private network. */
  private: boolean;
}

/** Addresses that are not on the public internet (IANA special-purpose registries, RFC 6890). */
const inside = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(address, bits, 'ipv4');
}
for (const [address, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inside.addSubnet(address, bits, 'ipv6');
}

export function isInside(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  if (family === 6 && address.toLowerCase().startsWith('::ffff:')) return isInside(address.slice(7));
  return inside.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * What a receiver checks: HMAC-SHA-256 with the shared secret over `<unix seconds>.<body>`, sent as
 * `Porchlight-Signature: t=<unix seconds>,v1=<hex>`. Refuse times more than five minutes off: it is a replay.
 */
export const signatureOf = (secret: string, unixSeconds: number, body: string): string =>
  createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex');

/** Calls an address with a signed body. Redirects are not followed, and the address is checked after its name is resolved. */
export class WebhookChannel extends PagingChannel {
  readonly name = PageChannelName.WEBHOOK;

  constructor(private readonly settings: WebhookSettings) {
    super();
  }

  reaches(): boolean {
    return true;
  }

  async send({ id, caseId, priority, programName, text, url, to }: PageMessage): Promise<void> {
    const target = new URL(this.settings.url);
    this.refuseInside(target);
    const body = JSON.stringify({
      pageId: id,
      caseId,
      priority,
      program: programName,
      text,
      url,
      account: to.accountId,
    });
    const now = Math.floor(Date.now() / 1_000);
    const status = await this.post(target, body, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'idempotency-key': id,
      'porchlight-signature': `t=${now},v1=${signatureOf(this.settings.secret, now, body)}`,
    });
    if (status < 200 || status > 299) throw new Error(`the receiver of pages answered ${status}`);
  }

  private refuseInside({ protocol, hostname }: URL): void {
    if (this.settings.private) return;
    if (protocol !== 'https:') throw new Error('pages go to https addresses only');
    const bare = hostname.replace(/^\[|\]$/g, '');
    if (isIP(bare) !== 0 && isInside(bare)) throw new Error('pages do not go to an address of a private network');
  }

  private post(target: URL, body: string, headers: Record<string, string>): Promise<number> {
    const request = target.protocol === 'https:' ? secureRequest : plainRequest;
    const signal = AbortSignal.timeout(sendTimeoutMs);
    return new Promise((resolve, reject) => {
      const call = request(target, { method: 'POST', headers, signal, agent: false, lookup: this.lookup }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  /** Resolves a name for the connection itself, so what was checked is what is called (no DNS rebinding). */
  private readonly lookup = (
    name: string,
    options: LookupOptions,
    done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    resolveName(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const allowed = this.settings.private ? addresses : addresses.filter(({ address }) => !isInside(address));
      const [first] = allowed;
      if (!first) return done(new Error('the name of the receiver leads to a private network'), []);
      if (options.all) return done(null, allowed);
      return done(null, first.address, first.family);
    });
  };
}
