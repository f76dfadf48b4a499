/**
 * Direction marks inside code. They are kept, since code may be about them, but they must not reach past their own line
 * (the "Trojan Source" trick): each line closes what it opens, and closes nothing that it did not open.
 */
const POP_EMBEDDING = '\u202c';
const POP_ISOLATE = '\u2069';
/** UAX 9, max_depth. */
const DEEPEST = 125;

export function hasDirectionMarks(code: string): boolean {
  return /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(code);
}

export function balanceDirection(code: string): string {
  return code.split('\n').map(balanceLine).join('\n');
}

function balanceLine(line: string): string {
  const open: string[] = [];
  let out = '';
  for (const character of line) {
    if (character === POP_EMBEDDING) {
      if (open[open.length - 1] === POP_EMBEDDING) out += open.pop() ?? '';
    } else if (character === POP_ISOLATE) {
      const at = open.lastIndexOf(POP_ISOLATE);
      if (at >= 0) out += open.splice(at).reverse().join('');
    } else {
      const closer = closerOf(character);
      if (closer !== null && open.length === DEEPEST) continue;
      if (closer !== null) open.push(closer);
      out += character;
    }
  }
  return out + open.reverse().join('');
}

function closerOf(character: string): string | null {
  if (/[\u202a\u202b\u202d\u202e]/.test(character)) return POP_EMBEDDING;
  return /[\u2066-\u2068]/.test(character) ? POP_ISOLATE : null;
}
