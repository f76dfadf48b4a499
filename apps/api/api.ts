import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { AccessAttempts } from '#accounts';
import { stopPath, StopLinks } from '#notifications';
import {
  Budgets,
  Clock,
  type Config,
  Connections,
  GraphqlServer,
  Health,
  LiveBus,
  logger,
  ReadRecorder,
  TokenVerifier,
  ViewerLoader,
} from '#platform';
import { RefusedAttempts } from '#safety';
import { AppModule } from '../features.js';
import { watchAccounts, watchDatabase } from '../health.js';

export interface RunningApi {
  /** `http://host:port` */
  url: string;
  port: number;
  /** The Nest application context: everything injectable, for the worker of the same process and for tests. */
  app: INestApplicationContext;
  /**
   * Stops in order: not ready, stop accepting, finish requests (at most SHUTDOWN_SECONDS), close sockets with 1001,
   * then `between` (the worker hands its jobs back), then the database pool.
   */
  stop(between?: () => Promise<void>): Promise<void>;
}

/**
 * Starts HTTP and WebSocket on the configured address. The database must be migrated.
 * @throws the listen error (`EADDRINUSE`) after everything else is closed again
 */
export async function startApi(config: Config, clock?: Clock): Promise<RunningApi> {
  const app = await NestFactory.createApplicationContext(AppModule.with(config, clock), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const health = app.get(Health);
    const connections = app.get(Connections);
    const server = new GraphqlServer({
      schema: app.get(GraphQLSchemaHost).schema,
      config,
      tokens: app.get(TokenVerifier),
      viewers: app.get(ViewerLoader),
      logger,
      connections,
      onForbidden: (attempt) => app.get(RefusedAttempts).note(attempt),
      onNotFound: ({ accountId, count }) => app.get(AccessAttempts).note('access.not-found', accountId, count),
      budgets: app.get(Budgets),
      clock: app.get(Clock),
      reads: app.get(ReadRecorder),
    });
    watchDatabase(app);
    watchAccounts(app, config);
    closeSocketsOfEndedSessions(app.get(LiveBus), connections);
    server.mount('/health/live', (_request, response) => {
      const report = health.live();
      response.status(report.ok ? 200 : 503).json(report);
    });
    server.mount('/health/ready', (_request, response, next) => {
      health.ready().then((report) => response.status(report.ok ? 200 : 503).json(report), next);
    });
    server.mount(stopPath, app.get(StopLinks).handler);
    const { port } = await server.listen(config.values.PORT, config.values.HOST);
    const host = config.values.HOST.includes(':') ? `[${config.values.HOST}]` : config.values.HOST;
    return {
      url: `http://${host}:${port}`,
      port,
      app,
      async stop(between) {
        health.stop();
        await server.close({ graceSeconds: config.values.SHUTDOWN_SECONDS });
        await between?.();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Ending a session or an account's access reaches the sockets of every process over the live bus. */
function closeSocketsOfEndedSessions(liveBus: LiveBus, connections: Connections): void {
  liveBus.listen((topic) => {
    const [kind, id] = topic.split(':');
    if (kind === 'session' && id) connections.closeSession(id);
  });
}
