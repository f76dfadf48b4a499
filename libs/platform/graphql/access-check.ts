import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
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
 * @throws Refusal `UNAUTHENTICATED`, `PASSWORD_CHANGE_REQUIRED` or `FORBIDDEN`
 */
export function authorise(fields: readonly MarkedField[], viewer: Viewer | null): void {
  for (const { name, access } of fields) {
    if (viewer?.passwordChangeRequired && !access.beforePasswordChange) throw new Refusal('PASSWORD_CHANGE_REQUIRED');
    if (access.kind === 'PUBLIC') continue;
    if (!viewer) throw new Refusal('UNAUTHENTICATED', `Sign in to use ${name}.`);
    if (access.kind === 'STAFF' && !access.roles.some((role) => viewer.roles.has(role))) {
      throw new Refusal('FORBIDDEN', `Your role may not use ${name}.`);
    }
  }
}

/** Whether the operation asks only for what a client with an expired token calls to get a fresh one. */
export const opensSession = (fields: readonly MarkedField[]): boolean =>
  fields.length > 0 && fields.every(({ access }) => access.opensSession === true);

/**
 * What opens a session is the only field of its operation. The fields beside it were authorised for the viewer of before,
 * and would run as the one of after.
 * @throws Refusal `GRAPHQL_VALIDATION_FAILED`
 */
export function requireAlone(fields: readonly MarkedField[]): void {
  const opening = fields.find(({ access }) => access.opensSession === true);
  if (!opening || fields.length === 1) return;
  const message = `${opening.name} changes who is signed in: it must be the only field of its operation.`;
  throw new Refusal('GRAPHQL_VALIDATION_FAILED', message);
}

/** What somebody reads of `Viewer` who must first choose a password; a field that is added later is not among it. */
const beforePasswordChange: ReadonlySet<string> = new Set(['account', 'passwordChangeRequired']);

/**
 * `viewer` may be asked before the password is changed, and is also part of what `signIn` answers, where nobody was signed
 * in when the operation was authorised. So the other fields of the type refuse by themselves.
 */
export function guardViewerFields(schema: GraphQLSchema): void {
  const type = schema.getType('Viewer');
  if (!isObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    if (beforePasswordChange.has(field.name)) continue;
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (viewer: Viewer, args, context, info): unknown => {
      if (viewer.passwordChangeRequired) throw new Refusal('PASSWORD_CHANGE_REQUIRED');
      return resolve(viewer, args, context, info);
    };
  }
}
