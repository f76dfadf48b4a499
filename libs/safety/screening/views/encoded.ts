/** Texts hidden in base64, or in rot13 with a cue; decoded to be screened once more. */
const BASE64 = /(?<![a-zA-Z0-9+/])[a-zA-Z0-9+/]{20,400}={0,2}(?![a-zA-Z0-9+/=])/g;
const PRINTABLE = /^[\x20-\x7e\s]+$/;
const MOST_DECODED = 5;

export function decodedTexts(text: string): string[] {
  const decoded: string[] = [];
  for (const match of text.matchAll(BASE64)) {
    if (decoded.length >= MOST_DECODED) break;
    if (!/[A-Z]/.test(match[0]) || !/[a-z]/.test(match[0])) continue;
    const plain = Buffer.from(match[0], 'base64').toString('latin1');
    if (PRINTABLE.test(plain)) decoded.push(plain);
  }
  if (/rot ?-?13|caesar/i.test(text)) decoded.push(rot13(text));
  return decoded;
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
