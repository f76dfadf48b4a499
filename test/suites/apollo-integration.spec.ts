import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type * as Apollo from '@apollo/server';
import { defineIntegrationTestSuite } from '@apollo/server-integration-testsuite';
import { httpHandler } from '../../libs/platform/graphql/http-handler.js';

/** More than the largest body of the suite; the limits of our own server have their own suite. */
const maximumBytes = 50 * 1024 * 1024;

/** The suite insists on the server of its own version, which is its own copy while it lags behind ours. */
async function serverOfSuite(): Promise<typeof Apollo> {
  const here = createRequire(import.meta.url);
  const commonJs = createRequire(here.resolve('@apollo/server-integration-testsuite')).resolve('@apollo/server');
  return (await import(commonJs.replace('/dist/cjs/', '/dist/esm/'))) as typeof Apollo;
}

/** Apollo's 246 tests of an HTTP host, against the function that serves `/graphql`. */
defineIntegrationTestSuite((async (config: Apollo.ApolloServerOptions<object>, options?: { context?: () => never }) => {
  const { ApolloServer } = await serverOfSuite();
  const server = new ApolloServer(config);
  await server.start();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the suite's types promise a context that it does not give
  const handle = httpHandler(server, async () => options?.context?.() ?? {}, maximumBytes);
  const http = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  return {
    server,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    extraCleanup: () => new Promise<void>((resolve) => void (http.close(() => resolve()), http.closeAllConnections())),
  };
}) as never);
