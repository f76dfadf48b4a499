import type { IncomingMessage } from 'node:http';
import { Refusal } from '../errors.js';
import { tooComplex } from './document-limits.js';

/** A body as it arrived. */
export interface HttpBody {
  bytes: number;
  /** Undefined for a method or media type without a JSON body: Apollo Server says what is wrong with that. */
  json: unknown;
}

/** A body that is refused before anybody looks into it. */
export class BadBody extends Error {
  constructor(
    readonly status: number,
    readonly refusal: Refusal,
  ) {
    super(refusal.message);
  }
}

const badRequest = (status: number, message: string): BadBody =>
  new BadBody(status, new Refusal('BAD_REQUEST', message));

/**
 * Reads at most so many bytes of JSON. A compressed body is refused, since it could unpack to anything.
 * @throws BadBody with the HTTP status of its refusal
 */
export async function readBody(request: IncomingMessage, maximumBytes: number): Promise<HttpBody> {
  const type = mediaType(request.headers['content-type']);
  if (request.method === 'GET' || request.method === 'HEAD' || type === undefined) {
    return { bytes: 0, json: undefined };
  }
  if (type.charset && type.charset !== 'utf-8' && type.charset !== 'utf8') {
    throw badRequest(415, 'The charset must be UTF-8.');
  }
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding !== 'identity') throw badRequest(415, 'Compressed bodies are not accepted.');
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maximumBytes) throw new BadBody(413, tooComplex('bodyBytes', maximumBytes, announced));

  const bytes = await readBytes(request, maximumBytes);
  if (bytes.length === 0) return { bytes: 0, json: undefined };
  try {
    return { bytes: bytes.length, json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    throw badRequest(400, 'Invalid JSON: the body must be one JSON value in UTF-8.');
  }
}

/** By events: leaving a `for await` early would destroy the connection before the refusal is sent. */
function readBytes(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (settle: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      settle();
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maximumBytes) return;
      request.pause();
      end(() => reject(new BadBody(413, tooComplex('bodyBytes', maximumBytes, bytes))));
    };
    const onEnd = (): void => end(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onClose = (): void => end(() => reject(badRequest(400, 'The body did not arrive whole.')));
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

/** @returns undefined if it is not JSON: such a body is never read */
function mediaType(header: string | undefined): { charset: string | undefined } | undefined {
  const [type = '', ...parameters] = (header ?? '').split(';', 8).map((part) => part.trim().toLowerCase());
  if (type !== 'application/json') return undefined;
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return { charset: charset?.replaceAll('"', '') };
}
