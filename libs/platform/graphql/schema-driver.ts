import { Injectable } from '@nestjs/common';
import { AbstractGraphQLDriver } from '@nestjs/graphql';

/**
 * Lets Nest build the schema from the decorated resolvers and nothing else. Nest's own hosts are not used: its WebSocket
 * transport passes no validation rule, limit or error formatter of the HTTP one. `GraphqlServer` hosts both.
 */
@Injectable()
export class SchemaOnlyDriver extends AbstractGraphQLDriver {
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
}
