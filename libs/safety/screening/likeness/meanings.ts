/**
 * What stretches mean, beyond their words. Reading is done without waiting, so it notes where words alone leave doubt;
 * then the encoder is asked about these stretches, once for all, and the text is read again.
 */
import { encode, MOST_CHARACTERS, type Vector } from './encoder.js';

/** Of a text that is doubtful in many places, the gravest are enough. */
const MOST_ENCODED = 6;

export class Meanings {
  private readonly doubts = new Map<string, number>();
  private readonly vectors = new Map<string, Vector>();

  /** The vector of a stretch, if it is known; if not, it may be by the next reading. */
  of(words: readonly string[], score: number): Vector | undefined {
    const stretch = words.join(' ');
    const known = this.vectors.get(stretch);
    if (known === undefined) this.doubts.set(stretch, Math.max(score, this.doubts.get(stretch) ?? -Infinity));
    return known;
  }

  /** Asks the encoder about the doubts. @returns whether there is anything new to read with */
  async settle(): Promise<boolean> {
    const gravest = this.gravest();
    this.doubts.clear();
    if (gravest.length === 0) return false;
    const vectors = await encode(gravest);
    gravest.forEach((stretch, at) => {
      const vector = vectors[at];
      if (vector) this.vectors.set(stretch, vector);
    });
    return true;
  }

  /** Together no longer than what the encoder reads of one, so that it costs the same whatever somebody writes. */
  private gravest(): string[] {
    const ordered = [...this.doubts].sort(([, one], [, other]) => other - one).slice(0, MOST_ENCODED);
    let room = MOST_CHARACTERS;
    return ordered.flatMap(([stretch], at) => {
      if (at > 0 && stretch.length > room) return [];
      room -= stretch.length;
      return [stretch];
    });
  }
}
