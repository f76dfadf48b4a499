import type { GraphQLField, GraphQLSchema } from 'graphql';
import type { AccessMark } from '../access.js';
import { Refusal } from '../errors.js';
import type { Viewer } from '../viewer.js';

/** A root field of an operation with its mark. */
export interface MarkedField {
  name: string;
  access: AccessMark;
}

export function accessOf(field: GraphQLField<unknown, unknown>): AccessMark | undefined {
  return field.extensions['access'] as AccessMark | undefined;
}

/**
 * Stops the boot while any query, mutation or subscription says nothing about who may call it.
 * @throws Error that names every unmarked field
 */
export function checkAccessMarks(schema: GraphQLSchema): void {
  const unmarked = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {})
      .filter((field) => !accessOf(field))
      .map((field) => `${type?.name}.${field.name}`),
  );
  if (unmarked.length > 0) {
    throw new Error(`Not marked with who may call it (@Public, @SignedIn or @Staff): ${unmarked.join(', ')}`);
  }
}

/**
 * Refuses a whole operation before anything of it runs, if the viewer may not call one of its root fields.
 * `@skip` and `@include` are not looked at: asking for a field is enough.
 * @throws Refusal `UNAUTHENTICATED` or `FORBIDDEN`
 */
export function authorise(fields: readonly MarkedField[], viewer: Viewer | null): void {
  for (const { name, access } of fields) {
    if (access.kind === 'PUBLIC') continue;
    if (!viewer) throw new Refusal('UNAUTHENTICATED', `Sign in to use ${name}.`);
    if (access.kind === 'STAFF' && !access.roles.some((role) => viewer.roles.has(role))) {
      throw new Refusal('FORBIDDEN', `Your role may not use ${name}.`);
    }
  }
}

/** Whether the operation asks only for what a client with an expired token calls to get a fresh one. */
export const opensSession = (fields: readonly MarkedField[]): boolean =>
  fields.length > 0 && fields.every(({ access }) => access.kind === 'PUBLIC' && access.opensSession === true);
