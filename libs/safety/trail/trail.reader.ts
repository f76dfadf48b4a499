import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  Database,
  encodeCursor,
  globalId,
  isInstant,
  isStorableText,
  isUuid,
  NodeLoaders,
  type NodeType,
  nodeTypes,
  pageOf,
  readGlobalId,
  readPage,
  Refusal,
  uuidOf,
  type Viewer,
} from '#platform';
import { Sealing } from './sealing.js';
import { follows, genesis, type LineColumns } from './trail-line.js';
import { maySeeRequest, mayReadTrail, readableTrails } from './trail.policy.js';
import { sealedFrom, type SealedRecord, type TrailCriteria, trailLines, trailPage } from './trail.queries.js';
import type { AuditEvent, AuditTrail, AuditTrailArgs, AuditTrailFilter, AuditVerification } from './trail.types.js';
import { TrailVerification } from './verification.js';

/** Lines that a reader waits for, if so many are not sealed yet: 10,000 take a second. */
const batchesPerReading = 20;
const mostActions = 50;

type Found = SealedRecord & LineColumns & { concernsViewer: boolean };

/** The trail of a program as its readers get it. Reading it is told to the trail (`@Reads` on its types). */
@Injectable()
export class TrailReader implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly nodes: NodeLoaders,
    private readonly sealing: Sealing,
    private readonly verification: TrailVerification,
  ) {}

  onModuleInit(): void {
    this.nodes.register('AuditEvent', (viewer, ids) => this.lines(viewer, ids));
  }

  async page(viewer: Viewer, args: AuditTrailArgs): Promise<AuditTrail> {
    const chain = await this.open(viewer, args.programId);
    const page = readPage<readonly [number]>('auditTrail', args, isTrailKey);
    const criteria = criteriaOf(args.filter ?? {});
    const rows = await this.database.rows<Found & { hashBefore: string | null }>(
      trailPage(viewer, chain, criteria, page.key?.[0] ?? null, page.limit + 1),
    );
    const pageIsWhole = rows.every((row) =>
      follows({ seq: row.seq - 1, hash: row.hashBefore ?? genesis }, sealedFrom(row)),
    );
    const connection = pageOf(
      rows,
      page,
      ({ seq }) => encodeCursor('auditTrail', [seq]),
      (row) => eventFrom(viewer, row),
    );
    return { ...connection, chain, pageIsWhole };
  }

  async verified({ chain, pageIsWhole }: AuditTrail): Promise<boolean> {
    return pageIsWhole && (await this.verification.verifyNewest(chain));
  }

  async verificationOf(viewer: Viewer, programId: string): Promise<AuditVerification> {
    const chain = await this.open(viewer, programId);
    const verified = await this.verification.verifyNewest(chain);
    const [head, known] = await Promise.all([this.verification.head(chain), this.verification.known(chain)]);
    return {
      chain,
      verified,
      lines: head.seq,
      headHash: head.hash,
      checkedAt: known?.checkedAt ?? null,
      checkedLines: known?.seq ?? null,
      brokenAt: known?.brokenSeq ?? null,
    };
  }

  async lines(viewer: Viewer, ids: readonly string[]): Promise<(AuditEvent | null)[]> {
    const rows = await this.database.rows<Found>(trailLines(viewer, readableTrails(viewer), ids));
    const byId = new Map(rows.map((row) => [row.id, eventFrom(viewer, row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** May I, and seals for all that is committed. */
  private async open(viewer: Viewer, programId: string): Promise<string> {
    const chain = uuidOf('Program', programId);
    mayReadTrail(viewer, chain);
    if (chain === null) throw Refusal.notFound();
    await this.sealing.seal(chain, { batches: batchesPerReading });
    return chain;
  }
}

const isTrailKey = ([seq]: readonly unknown[]): boolean => Number.isSafeInteger(seq);

/** @throws Refusal INVALID_INPUT */
function criteriaOf({ actions, actorId, targetType, targetId, from, to }: AuditTrailFilter): TrailCriteria {
  if (actions && actions.length > mostActions) throw Refusal.invalid('actions', `must be at most ${mostActions}`);
  const texts = { actions: actions?.join(' '), targetType, targetId };
  for (const [field, text] of Object.entries(texts)) {
    if (text != null && !isStorableText(text)) throw Refusal.invalid(field, 'is not valid Unicode text');
  }
  for (const [field, time] of Object.entries({ from, to })) {
    if (time && (Number.isNaN(time.getTime()) || !isInstant(time.toISOString())))
      throw Refusal.invalid(field, 'must be a time in the years 1000 to 9999');
  }
  return {
    ...(actions && { actions }),
    ...(actorId && { actorId: uuidOf('Account', actorId) ?? nobody }),
    ...(targetType && { targetType }),
    ...(targetId && { targetId: readGlobalId(targetId)?.uuid ?? targetId }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** An id of nothing: a filter by it finds nothing. */
const nobody = '00000000-0000-0000-0000-000000000000';

const isNodeType = (type: string): type is NodeType => Object.hasOwn(nodeTypes, type);

function eventFrom(viewer: Viewer, row: Found): AuditEvent {
  const { targetType, targetId } = row;
  return {
    __typename: 'AuditEvent',
    id: globalId('AuditEvent', row.id),
    seq: row.seq,
    at: new Date(row.at),
    action: row.action,
    actorId: row.actorId && globalId('Account', row.actorId),
    actorRole: row.actorRole,
    targetType,
    targetId: isNodeType(targetType) && isUuid(targetId) ? globalId(targetType, targetId) : targetId,
    revisionId: row.revisionId && globalId('Revision', row.revisionId),
    fromState: row.fromState,
    toState: row.toState,
    ruleIds: row.ruleIds,
    reasonCode: row.reasonCode,
    requestId: maySeeRequest(viewer, row) ? row.requestId : null,
    facts: Object.entries(row.facts).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    hash: row.hash,
    previousHash: row.previousHash,
    programId: row.programId,
  };
}
