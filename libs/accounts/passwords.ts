import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Refusal } from '#platform';
import { longestPasswordBytes, normalPassword } from './password-rules.js';

const argon2 = promisify(argon2Callback);

/** OWASP Password Storage Cheat Sheet, first choice of argon2id: 19 MiB, two passes, one lane. About 55 ms of one core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const hashBytes = 32;
/** Half of libuv's four threads, so files and names are still served while people sign in. */
const mostRunning = 2;
/** A class that signs in at the bell fits; at 55 ms each and two at a time the last one waits under two seconds. */
const mostWaiting = 64;

interface Hashed {
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
  hash: Buffer;
}

const phcPattern = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43,86})$/;
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** The PHC string format of argon2id, version 19. */
export function formatPhc({ memory, passes, parallelism, salt, hash }: Hashed): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** @throws Error for anything else than an argon2id string */
export function parsePhc(phc: string): Hashed {
  const [, memory, passes, parallelism, salt, hash] = phcPattern.exec(phc) ?? [];
  if (!salt || !hash) throw new Error('a stored password hash is not an argon2id PHC string');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** Nobody's password: verifying against it costs what a real one does and is never right. */
const nobodys = formatPhc({ ...cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) });

/**
 * Hashes and checks passwords, two at a time. Hashing is the cheapest way to flood a server, so what finds the queue full
 * is refused at once.
 */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * @returns a PHC string for `account.password_hash`
   * @throws Refusal UNAVAILABLE when too many wait
   */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    const hash = await this.derive(password, { ...cost, salt, hash: Buffer.alloc(hashBytes) });
    return formatPhc({ ...cost, salt, hash });
  }

  /**
   * @param phc null for an account that does not exist or has no password: takes the same time and answers false
   * @throws Refusal UNAVAILABLE when too many wait
   */
  async verify(phc: string | null, password: string): Promise<boolean> {
    const stored = parsePhc(phc ?? nobodys);
    const fits = Buffer.byteLength(password) <= longestPasswordBytes * 2;
    const found = await this.derive(fits ? password : '', stored);
    return timingSafeEqual(found, stored.hash) && fits && phc !== null;
  }

  private async derive(password: string, { memory, passes, parallelism, salt, hash }: Hashed): Promise<Buffer> {
    await this.enter();
    try {
      const message = Buffer.from(normalPassword(password.toWellFormed()));
      return await argon2('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength: hash.length });
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < mostRunning) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= mostWaiting) {
      throw new Refusal('UNAVAILABLE', 'Too many are signing in at this moment.', { retryAfterSeconds: 2 });
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
