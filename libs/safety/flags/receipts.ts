/** Crockford's alphabet: no I, L, O and U, so a receipt can be read out on the telephone. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short name for a thing, made from the random end of its id: `7K3M-9QZ2`. It tells nothing about it. */
export function receiptOf(uuid: string): string {
  const bits = BigInt(`0x${uuid.replaceAll('-', '').slice(-10)}`);
  const text = Array.from({ length: 8 }, (_, place) => letters[Number((bits >> BigInt(5 * (7 - place))) & 31n)]).join(
    '',
  );
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
