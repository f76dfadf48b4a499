import { WebSocket } from 'ws';
import type { Database } from '#platform';
import { sql } from '#platform';
import { type Answer, Client } from '../support/client.js';

export const demoPassword = 'porchlight-demo';

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const signInText = /* GraphQL */ `
  mutation ($input: SignInInput!) {
    signIn(input: $input) {
      accessToken
      refreshToken
      expiresAt
      viewer {
        account {
          id
          username
          displayName
        }
      }
    }
  }
`;
const refreshText = /* GraphQL */ `
  mutation ($input: RefreshSessionInput!) {
    refreshSession(input: $input) {
      accessToken
      refreshToken
      expiresAt
    }
  }
`;

/** Somebody at an address of their own (the community runs behind one proxy, `TRUST_PROXY=1`). */
export class Visitor {
  constructor(
    private readonly url: string,
    readonly address: string,
  ) {}

  trySignIn(username: string, password = demoPassword): Promise<Answer> {
    return new Client(this.url).send(
      signInText,
      { input: { username, password } },
      { 'x-forwarded-for': this.address },
    );
  }

  /** The code of the refusal, or `SIGNED_IN`. */
  async outcome(username: string, password = demoPassword): Promise<string> {
    return codeOf(await this.trySignIn(username, password)) ?? 'SIGNED_IN';
  }

  async signIn(username: string, password = demoPassword): Promise<Tokens> {
    const answer = await this.trySignIn(username, password);
    if (answer.errors) throw new Error(`not signed in: ${JSON.stringify(answer.errors)}`);
    return answer.data.signIn;
  }
}

export const codeOf = ({ errors }: Answer): string | undefined => errors?.[0]?.extensions.code;

export const tryRefresh = (url: string, refreshToken: string): Promise<Answer> =>
  new Client(url).send(refreshText, { input: { refreshToken } });

export async function refresh(url: string, refreshToken: string): Promise<Tokens> {
  const answer = await tryRefresh(url, refreshToken);
  if (answer.errors) throw new Error(`not refreshed: ${JSON.stringify(answer.errors)}`);
  return answer.data.refreshSession;
}

/** Whether the access token still opens the API. */
export async function isLive(url: string, { accessToken }: { accessToken: string }): Promise<boolean> {
  const answer = await new Client(url, { accessToken, refreshToken: '' }).send('{ viewer { account { id } } }');
  return answer.data?.viewer?.account?.id !== undefined;
}

/** The promise of the contract: access that is lost ends the stream within two seconds. */
const closedWithinMs = 2_000;

/** An acknowledged socket; `closed` tells the code with which the server ends it, or that it was not in time. */
export async function openSocket(
  url: string,
  { accessToken }: Tokens,
): Promise<{ closed(): Promise<number | string> }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  const acknowledged = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${accessToken}` } }));
  await acknowledged;
  return {
    closed: () => {
      const late = new Promise<string>((resolve) => setTimeout(resolve, closedWithinMs, 'still open').unref());
      return Promise.race([closed, late]);
    },
  };
}

export interface TrailLine {
  action: string;
  actorId: string | null;
  actorRole: string | null;
  targetId: string;
  reasonCode: string | null;
  facts: object;
}

export const trailOf = (database: Database, ...actions: string[]): Promise<TrailLine[]> =>
  database.rows<TrailLine>(sql`
    select action, actor_id as "actorId", actor_role as "actorRole", target_id as "targetId",
      reason_code as "reasonCode", facts
    from audit_event where action = any(${actions}) order by id`);
