import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One line of the audit trail; a trigger refuses update, delete and truncate. */
@Entity({ tableName: 'audit_event' })
@Index({ name: 'audit_event_program', properties: ['programId', 'at', 'id'] })
@Index({ name: 'audit_event_actor', properties: ['actorId', 'at'] })
@Index({ name: 'audit_event_target', properties: ['targetId', 'at'] })
export class AuditEvent {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
  @Property({ type: 'timestamptz' })
  at!: Date;
  @Property({ type: 'text' })
  action!: string;
  @Property({ type: 'uuid', nullable: true })
  actorId!: string | null;
  @Property({ type: 'text', nullable: true })
  actorRole!: string | null;
  @Property({ type: 'uuid', nullable: true })
  programId!: string | null;
  @Property({ type: 'text' })
  targetType!: string;
  @Property({ type: 'text' })
  targetId!: string;
  @Property({ type: 'uuid', nullable: true })
  revisionId!: string | null;
  @Property({ type: 'text', nullable: true })
  fromState!: string | null;
  @Property({ type: 'text', nullable: true })
  toState!: string | null;
  @Property({ type: 'unknown', columnType: 'text[]' })
  ruleIds!: string[];
  @Property({ type: 'text', nullable: true })
  reasonCode!: string | null;
  @Property({ type: 'text', nullable: true })
  requestId!: string | null;
  @Property({ type: 'jsonb' })
  facts!: object;
}
