import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { Refusal } from '../errors.js';
import { BadBody, type HttpBody, readBody } from './http-body.js';
import { currentScope } from './request-scope.js';

/** Makes the operation's context; may refuse (`HttpRefusal`). Called after the CSRF check, before anything else. */
export type HttpContextFunction<Context> = (request: IncomingMessage, body: HttpBody) => Promise<Context>;

/**
 * Apollo Server over `node:http`. The same work as its Express middleware does, without the body parser, router and ETag
 * of Express, which cost more than parsing and validating a cached document (`test/suites/apollo-integration.spec.ts`
 * runs Apollo's own integration suite against this function).
 */
export function httpHandler<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  context: HttpContextFunction<Context>,
  maximumBytes: number,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    let body: HttpBody;
    try {
      body = await readBody(request, maximumBytes);
    } catch (error) {
      if (!(error instanceof BadBody)) throw error;
      response.setHeader('connection', 'close'); // what is left of the body is not worth reading
      sendRefusal(response, error.status, error.refusal);
      return;
    }
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const url = request.url ?? '';
    const question = url.indexOf('?');
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method ?? 'GET',
        headers,
        search: question < 0 ? '' : url.slice(question),
        body: body.json,
      },
      context: () => context(request, body),
    });
    await send(response, answer);
  };
}

async function send(response: ServerResponse, answer: HTTPGraphQLResponse): Promise<void> {
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (answer.body.kind === 'complete') {
    response.setHeader('content-length', Buffer.byteLength(answer.body.string));
    response.end(answer.body.string);
    return;
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}

/** A refusal made before Apollo Server is asked; always plain JSON. */
export function sendRefusal(response: ServerResponse, status: number, refusal: Refusal): void {
  const scope = currentScope.getStore();
  scope?.codes.push(refusal.code);
  const extensions = { ...refusal.extensions, ...(scope ? { requestId: scope.requestId } : {}) };
  const text = JSON.stringify({ errors: [{ message: refusal.message, extensions }] });
  if (refusal.detail.retryAfterSeconds) response.setHeader('retry-after', refusal.detail.retryAfterSeconds);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
