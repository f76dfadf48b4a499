import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { Audit } from './audit/audit.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { Database } from './database/database.js';
import { Announcements } from './events/announcements.js';
import { Connections } from './graphql/connections.js';
import { NodeLoaders, NodesResolver } from './graphql/nodes.js';
import { ResolverErrors } from './graphql/resolver-errors.js';
import { SchemaOnlyDriver } from './graphql/schema-driver.js';
import { Health } from './health/health.js';
import { Idempotency } from './idempotency.js';
import { Ids } from './ids.js';
import { Jobs } from './jobs/jobs.js';
import { Worker } from './jobs/worker.js';
import { LiveBus } from './live/live-bus.js';
import { PostgresLiveBus } from './live/postgres-live-bus.js';
import { Mailer } from './mail/mailer.js';
import { Budgets } from './rate-limits/budgets.js';
import { RateLimitResolver } from './rate-limits/rate-limit.resolver.js';
import { RateLimits } from './rate-limits/rate-limits.js';
import { PlatformUpkeep } from './upkeep.js';

const providers = [
  Announcements,
  Audit,
  Budgets,
  Connections,
  Database,
  Health,
  Idempotency,
  Ids,
  Jobs,
  Mailer,
  NodeLoaders,
  PlatformUpkeep,
  RateLimits,
  Worker,
  { provide: LiveBus, useClass: PostgresLiveBus },
];

/** Nest has no place for a description of the root types. */
function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  const descriptions = [
    [schema.getQueryType(), 'What can be read. What the viewer may not see answers like what does not exist.'],
    [schema.getMutationType(), 'What can be changed. Each takes one input and answers every object that it changed.'],
    [schema.getSubscriptionType(), 'What is told while it happens, over graphql-transport-ws: replay, then live.'],
  ] as const;
  for (const [root, description] of descriptions) if (root) root.description = description;
  return schema;
}

/** What every library may inject. */
@Module({
  imports: [
    GraphQLModule.forRoot({
      driver: SchemaOnlyDriver,
      autoSchemaFile: true,
      sortSchema: true,
      fieldResolverEnhancers: [],
      transformSchema: describeRoots,
    }),
  ],
})
export class PlatformModule {
  /** @param clock the time that everything goes by; tests hand in one that they move */
  static with(config: Config, clock: Clock = new Clock()): DynamicModule {
    const given = [
      { provide: Config, useValue: config },
      { provide: Clock, useValue: clock },
    ];
    return {
      module: PlatformModule,
      global: true,
      providers: [
        ...given,
        ...providers,
        NodesResolver,
        RateLimitResolver,
        { provide: APP_FILTER, useClass: ResolverErrors },
      ],
      exports: [...given, ...providers],
    };
  }
}
