import type { GraphQLResolveInfo } from 'graphql';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '../errors.js';
import type { Budget } from '../rate-limits/budgets.js';
import type { ReadNotes } from '../reads.js';
import type { Viewer } from '../viewer.js';

/** What every resolver gets as its third argument, on both transports. */
export interface RequestContext {
  readonly requestId: string;
  /** Null for an anonymous caller. A mutation that gives its caller more (a program made, a match taken on) loads it anew. */
  viewer: Viewer | null;
  /** Address of the peer, for limits on anonymous work and for the session list; never written to a log. */
  readonly address: string;
  readonly userAgent: string | null;
  readonly transport: 'http' | 'websocket';
  /** Aborted when the client is gone or the deadline has passed. */
  readonly signal: AbortSignal;
  /** Objects that the operation can return, estimated before it runs (`graphql/cost.ts`). */
  readonly cost: number;
  /** What the account has left in this minute; null for anonymous callers, and when limits are off. */
  readonly budget: Budget | null;
  /** What was shown to staff and has to be told to the audit trail before the answer leaves. */
  readonly reads: ReadNotes;
  /** One per request: DataLoaders and the like, made on first use. */
  readonly memo: Map<unknown, unknown>;
}

/** The signed-in viewer as a resolver's parameter; the access mark has already refused the anonymous. */
export const CurrentViewer = createParamDecorator((_data: unknown, host: ExecutionContext): Viewer => {
  const context = host.getArgByIndex<RequestContext>(2);
  if (!context.viewer) throw new Refusal('UNAUTHENTICATED');
  return context.viewer;
});

/** The whole request context as a resolver's parameter. */
export const CurrentRequest = createParamDecorator((_data: unknown, host: ExecutionContext): RequestContext =>
  host.getArgByIndex<RequestContext>(2),
);

export type ResolveInfo = GraphQLResolveInfo;
