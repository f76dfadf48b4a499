import { Extensions } from '@nestjs/graphql';
import { Role, type Viewer } from './viewer.js';

/** Something that a field showed to staff. Ids only, never the text itself. */
export interface Read {
  /** Action of the audit line, for example `thread.read`; whoever binds `ReadRecorder` knows what it takes to write it. */
  action: string;
  /** UUID of what was read; empty where the action names no single thing. */
  id: string;
  /** Further UUIDs that the line is made from: the boards of the hits of a search. */
  details?: readonly string[];
}

/** What was read when a field with this mark was resolved; null or an empty list for nothing. */
type ReadsOf<Source, Value> = (source: Source, value: Value, viewer: Viewer) => Read | readonly Read[] | null;

/** The mark as the schema carries it, in `extensions.reads` of a field or of a whole object type. */
export interface ReadsMark {
  of: ReadsOf<unknown, unknown>;
  /** Of a type: fields that show nothing of it. A field that is added later is not among them. */
  except: readonly string[];
}

/**
 * Marks a field that shows text of a match board or personal data, or an object type of which every field does. When staff
 * resolve it, what it says was read gets its line in the audit trail before the answer leaves (`graphql/noted-schema.ts`).
 * Null, an empty text and an empty list show nothing and leave no line.
 * @param of must be quick and must not throw: a read that cannot be told fails the field
 */
export function Reads<Source, Value = unknown>(
  of: ReadsOf<Source, Value>,
  { except = [] }: { except?: readonly string[] } = {},
): MethodDecorator & ClassDecorator & PropertyDecorator {
  return Extensions({ reads: { of, except } });
}

/** Port, bound by `safety`: writes what staff read into the audit trail. What it throws keeps the answer back. */
export abstract class ReadRecorder {
  abstract record(viewer: Viewer, reads: readonly Read[], requestId: string): Promise<void>;
}

const members: ReadonlySet<Role> = new Set([Role.MENTEE, Role.MENTOR]);

/** Whether reads of this viewer are noted at all: who holds any role beside those of a pair. */
export function isNoted(viewer: Viewer): boolean {
  for (const role of viewer.roles) if (!members.has(role)) return true;
  return false;
}

/** What one operation, or one delivery of a subscription, has shown so far and not yet told. */
export class ReadNotes {
  #noted = new Map<Viewer, Map<string, Read>>();

  add(viewer: Viewer, read: Read): void {
    const reads = this.#noted.get(viewer) ?? new Map<string, Read>();
    const key = `${read.action} ${read.id}`;
    // Several searches of one operation are one reading of all that they found.
    const details = [...(reads.get(key)?.details ?? []), ...(read.details ?? [])];
    reads.set(key, details.length > 0 ? { ...read, details } : read);
    this.#noted.set(viewer, reads);
  }

  /** Hands over what was noted, for each viewer whose rights it was read with, and starts anew. */
  take(): { viewer: Viewer; reads: Read[] }[] {
    const noted = [...this.#noted].map(([viewer, reads]) => ({ viewer, reads: [...reads.values()] }));
    if (noted.length > 0) this.#noted = new Map();
    return noted;
  }
}
