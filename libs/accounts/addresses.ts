import { isIPv4, isIPv6 } from 'node:net';

const mapped = '::ffff:';

/** An IPv4 address that arrived over an IPv6 socket, as IPv4; anything else unchanged, without its zone. */
export function plainAddress(address: string): string {
  const [bare = ''] = address.split('%');
  const inner = bare.toLowerCase().startsWith(mapped) ? bare.slice(mapped.length) : bare;
  return isIPv4(inner) ? inner : bare;
}

/**
 * The part of an address that one household or school holds: all of IPv4, the first 64 bits of IPv6 (RFC 6177: a site
 * has at least a /64, so its last half can be chosen at will by whoever guesses).
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = plain.split('::');
  const head = before.split(':').filter(Boolean);
  const tail = (after ?? '').split(':').filter(Boolean);
  const groups =
    after === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
