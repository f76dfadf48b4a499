import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
} from 'graphql';
import { type Community, startCommunity } from '../support/community.js';
import { contractOperation } from '../support/client.js';

const schemaFile = new URL('../../schema.graphql', import.meta.url);
const contract = parse(readFileSync(new URL('../contract/operations.graphql', import.meta.url), 'utf8'));

/** Operations of the contract that wait for their feature. The list only shrinks. */
const pending: readonly string[] = [];

describe('the schema', () => {
  let community: Community;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    community = await startCommunity();
    schema = community.app.get(GraphQLSchemaHost).schema;
  });
  afterAll(() => community.stop());

  it('is the one that is committed (npm run schema writes it)', () => {
    const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (process.env['WRITE_SCHEMA'] === '1') writeFileSync(schemaFile, printed);
    expect(existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '').toBe(printed);
  });

  const operations = contract.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : [],
  );

  it.each(operations.filter((name) => !pending.includes(name)))('serves the contract: %s', (name) => {
    expect(validate(schema, parse(contractOperation(name))).map(({ message }) => message)).toEqual([]);
  });

  it('lists as pending only what does not work yet', () => {
    for (const name of pending) expect(validate(schema, parse(contractOperation(name)))).not.toEqual([]);
  });

  it('describes every type, field, argument and value', () => {
    const missing: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      if (!type.description) missing.push(type.name);
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          if (!field.description) missing.push(`${type.name}.${field.name}`);
          if ('args' in field) {
            for (const argument of field.args) {
              if (!argument.description) missing.push(`${type.name}.${field.name}(${argument.name})`);
            }
          }
        }
      }
      if (isEnumType(type)) {
        for (const value of type.getValues()) if (!value.description) missing.push(`${type.name}.${value.name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('shows an access mark on every operation', () => {
    for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
      for (const field of Object.values(root?.getFields() ?? {})) {
        expect({ field: field.name, access: field.extensions['access'] }).toEqual({
          field: field.name,
          access: expect.objectContaining({ kind: expect.stringMatching(/^(PUBLIC|SIGNED_IN|STAFF)$/) }),
        });
      }
    }
  });
});
