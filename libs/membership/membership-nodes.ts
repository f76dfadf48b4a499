import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, NodeLoaders } from '#platform';
import {
  cohortsByIds,
  consentsByIds,
  enrolmentsByIds,
  matchesByIds,
  organisationsByIds,
  programsByIds,
} from './membership.queries.js';
import { People } from './people.js';

/** Every kind of thing of this library that `node(id)` finds, each through its own visibility. */
@Injectable()
export class MembershipNodes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly nodes: NodeLoaders,
    private readonly people: People,
  ) {}

  onModuleInit(): void {
    const { database, nodes } = this;
    nodes.register('Account', (viewer, ids) => this.people.load(viewer, ids));
    nodes.register('Organisation', (viewer, ids) => organisationsByIds(database, viewer, ids));
    nodes.register('Program', (viewer, ids) => programsByIds(database, viewer, ids));
    nodes.register('Cohort', (viewer, ids) => cohortsByIds(database, viewer, ids));
    nodes.register('Match', (viewer, ids) => matchesByIds(database, viewer, ids));
    nodes.register('Enrolment', (viewer, ids) => enrolmentsByIds(database, viewer, ids));
    nodes.register('Consent', (viewer, ids) => consentsByIds(database, viewer, ids));
  }
}
