import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { Refusal } from './errors.js';

/** New row ids: UUIDv7 (RFC 9562), so an index grows at its right edge and ids of one second lie together. */
@Injectable()
export class Ids {
  next(): string {
    return uuidv7();
  }
}

/**
 * The kinds of thing that have a global id, with the byte that stands for each in it. Bytes are never reused: ids live
 * in clients' bookmarks.
 */
export const nodeTypes = {
  Account: 1,
  Session: 2,
  Organisation: 3,
  Program: 4,
  Cohort: 5,
  Match: 6,
  Enrolment: 7,
  Consent: 8,
  Screening: 9,
  Board: 10,
  Thread: 11,
  Post: 12,
  Revision: 13,
  Draft: 14,
  Watch: 15,
  Flag: 16,
  Reviewable: 17,
  Decision: 18,
  SafetyCase: 19,
  AuditEvent: 20,
  Sanction: 21,
  OnCallShift: 22,
  SavedReason: 23,
  Policy: 24,
  Notification: 30,
} as const;

export type NodeType = keyof typeof nodeTypes;

const typeOfByte = new Map<number, NodeType>(Object.entries(nodeTypes).map(([type, byte]) => [byte, type as NodeType]));

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Opaque global id of a row: base64url of the type's byte and the UUID's sixteen; 23 characters. */
export function globalId(type: NodeType, uuid: string): string {
  return Buffer.from(nodeTypes[type].toString(16).padStart(2, '0') + uuid.replaceAll('-', ''), 'hex').toString(
    'base64url',
  );
}

/** What a global id names; null for anything that is not exactly one of ours (another spelling of the same bytes included). */
export function readGlobalId(id: string): { type: NodeType; uuid: string } | null {
  if (id.length !== 23) return null;
  const bytes = Buffer.from(id, 'base64url');
  if (bytes.length !== 17 || bytes.toString('base64url') !== id) return null;
  const type = typeOfByte.get(bytes[0] ?? 0);
  const hex = bytes.toString('hex', 1);
  return type
    ? {
        type,
        uuid: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
      }
    : null;
}

/** The UUID behind an id of that type, or null: for reads, where a wrong id is simply not there. */
export function uuidOf(type: NodeType, id: string): string | null {
  const named = readGlobalId(id);
  return named?.type === type ? named.uuid : null;
}

/**
 * The UUID behind an id of that type, for writes.
 * @throws Refusal NOT_FOUND for malformed ids and ids of another type, exactly as for ids of nothing
 */
export function requireUuid(type: NodeType, id: string): string {
  const uuid = uuidOf(type, id);
  if (!uuid) throw Refusal.notFound();
  return uuid;
}

/** The instant that a UUIDv7 carries in its first 48 bits: when its row was made, to the millisecond. */
export const madeAt = (uuid: string): Date => new Date(Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16));

export const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value);
