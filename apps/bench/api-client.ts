import { readFileSync } from 'node:fs';
import { Kind, parse, print, visit } from 'graphql';
import type { SeedReport } from '../seed/seed.js';

const contract = parse(readFileSync('test/contract/operations.graphql', 'utf8'));

/** One operation of the client contract with the fragments it uses, as a client would send it. */
export function operation(name: string): string {
  const wanted = new Set<string>([name]);
  for (let size = 0; size !== wanted.size;) {
    size = wanted.size;
    for (const definition of contract.definitions) {
      const named = 'name' in definition ? definition.name?.value : undefined;
      if (named === undefined || !wanted.has(named)) continue;
      visit(definition, { FragmentSpread: (spread) => void wanted.add(spread.name.value) });
    }
  }
  const definitions = contract.definitions.filter(
    (definition) =>
      (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION) &&
      wanted.has(definition.name?.value ?? ''),
  );
  return print({ kind: Kind.DOCUMENT, definitions });
}

/** Signed-in people of the seeded community. Tokens last five minutes, so each workload signs in anew. */
export class Api {
  private constructor(
    readonly url: string,
    private readonly password: string,
  ) {}

  static async signIn(url: string, community: SeedReport): Promise<Api> {
    const api = new Api(url, community.password);
    await api.token(community.accounts[0]?.username ?? '');
    return api;
  }

  async token(username: string): Promise<string> {
    const data = await this.send<{ signIn: { accessToken: string } }>(operation('SignIn'), {
      input: { username, password: this.password },
    });
    return data.signIn.accessToken;
  }

  async send<Data>(query: string, variables: object, token?: string): Promise<Data> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }
}
