import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { Router } from 'express';

const require = createRequire(import.meta.url);

/** The page's files: package and path in it. Nothing is fetched from another host. */
const files: Record<string, [string, string]> = {
  '/react.js': ['react', 'umd/react.production.min.js'],
  '/react-dom.js': ['react-dom', 'umd/react-dom.production.min.js'],
  '/graphiql.js': ['graphiql', 'graphiql.min.js'],
  '/graphiql.css': ['graphiql', 'graphiql.min.css'],
};

/** By the package's folder: these files are in the packages, but not among their `exports`. */
const pathOf = ([name, path]: [string, string]): string => join(dirname(require.resolve(`${name}/package.json`)), path);

/** The repository may lie below a folder whose name begins with a dot. */
const fileOptions = { dotfiles: 'allow', maxAge: '1h' } as const;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Porchlight GraphiQL</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/graphiql/graphiql.css">
    <link rel="stylesheet" href="/graphiql/page.css">
    <script src="/graphiql/react.js" defer></script>
    <script src="/graphiql/react-dom.js" defer></script>
    <script src="/graphiql/graphiql.js" defer></script>
    <script src="/graphiql/start.js" type="module"></script>
  </head>
  <body><div id="graphiql">Loading …</div></body>
</html>
`;

const style = 'html, body, #graphiql { height: 100%; margin: 0; }\n';

/** Signs in by itself: the access token of a \`signIn\` or \`refreshSession\` that is run here goes with all that follows. */
const start = `import { createClient } from './graphql-ws/client.js';

const url = new URL('/graphql', location.href).href;
let signedIn = '';
let socket = { authorization: undefined, client: undefined };

const authorizationOf = (headers = {}) =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? signedIn;

async function overHttp(request, headers) {
  const authorization = authorizationOf(headers);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...(authorization && { authorization }) },
    body: JSON.stringify(request),
  });
  const result = await response.json();
  const token = result.data?.signIn?.accessToken ?? result.data?.refreshSession?.accessToken;
  if (token) signedIn = 'Bearer ' + token;
  if (response.status === 401 && !headers?.authorization) signedIn = '';
  return result;
}

function overWebSocket(request, headers) {
  const authorization = authorizationOf(headers);
  if (!socket.client || socket.authorization !== authorization) {
    socket.client?.dispose();
    const client = createClient({ url: url.replace(/^http/, 'ws'), connectionParams: { authorization } });
    socket = { authorization, client };
  }
  return {
    subscribe(observer) {
      return { unsubscribe: socket.client.subscribe(request, observer) };
    },
  };
}

const isSubscription = (request, document) =>
  document?.definitions.some(
    (definition) =>
      definition.operation === 'subscription' &&
      (!request.operationName || definition.name?.value === request.operationName),
  );

const fetcher = (request, { headers, documentAST } = {}) =>
  isSubscription(request, documentAST) ? overWebSocket(request, headers) : overHttp(request, headers);

const hint = \`# Welcome to Porchlight. To sign in, run this once; what you run afterwards is sent with its access token
# (or put { "authorization": "Bearer <accessToken>" } under Headers).
# The people of the demo community share the password porchlight-demo: ada, ben, cleo, dan, mia and others.

mutation SignIn {
  signIn(input: { username: "ada", password: "porchlight-demo" }) {
    accessToken
    viewer { account { id } }
  }
}
\`;

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery: hint, shouldPersistHeaders: false }),
);
`;

/** GraphiQL's editor styles itself inline; scripts, requests and frames are this server's alone. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The GraphiQL page for development, made of files of the installed packages. */
export function graphiql(): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('content-security-policy', contentSecurityPolicy);
    next();
  });
  router.get('/', (_request, response) => void response.type('html').send(page));
  router.get('/start.js', (_request, response) => void response.type('js').send(start));
  router.get('/page.css', (_request, response) => void response.type('css').send(style));
  for (const [path, file] of Object.entries(files)) {
    router.get(path, (_request, response) => response.sendFile(pathOf(file), fileOptions));
  }
  router.use('/graphql-ws', express.static(dirname(require.resolve('graphql-ws')), { ...fileOptions, index: false }));
  return router;
}
