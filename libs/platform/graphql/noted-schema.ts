import {
  defaultFieldResolver,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  type GraphQLFieldResolver,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLUnionType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { isNoted, type ReadRecorder, type ReadsMark } from '../reads.js';
import type { RequestContext } from './context.js';

type Fields = GraphQLFieldConfigMap<unknown, RequestContext>;
type FieldConfig = GraphQLFieldConfig<unknown, RequestContext>;

/** The mark of a field, its own or that of its type; undefined for a field that shows nothing restricted. */
export function readsMarkOf(type: GraphQLObjectType, fieldName: string): ReadsMark | undefined {
  const own = type.getFields()[fieldName]?.extensions['reads'] as ReadsMark | undefined;
  if (own) return own;
  const ofType = type.extensions['reads'] as ReadsMark | undefined;
  return ofType?.except.includes(fieldName) ? undefined : ofType;
}

/** @throws Error if the schema has marks that nobody would write: such a server must not start */
export function requireRecorder(schema: GraphQLSchema, recorder: ReadRecorder | undefined): void {
  if (recorder) return;
  const marked = Object.values(schema.getTypeMap()).find(
    (type) => isObjectType(type) && Object.keys(type.getFields()).some((field) => readsMarkOf(type, field)),
  );
  if (marked) throw new Error(`Reads of ${marked.name} by staff need a recorder (GraphqlServerOptions.reads)`);
}

/**
 * The same schema, in which every field marked with `@Reads` notes what it shows to staff. It is a copy, so that members'
 * queries run on the original and pay nothing: an extra call for each field costs a third of the throughput.
 */
export function notedSchema(schema: GraphQLSchema): GraphQLSchema {
  const copies = new Map<string, GraphQLNamedType>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type)) copies.set(type.name, copyOfObject(type));
    else if (isInterfaceType(type)) copies.set(type.name, copyOfInterface(type));
    else if (isUnionType(type)) copies.set(type.name, copyOfUnion(type));
    else copies.set(type.name, type);
  }
  const copyOf = <Type extends GraphQLNamedType>(type: Type): Type => (copies.get(type.name) ?? type) as Type;
  const rewired = (type: GraphQLOutputType): GraphQLOutputType => {
    if (isNonNullType(type)) return new GraphQLNonNull(rewired(type.ofType as GraphQLOutputType) as never);
    if (isListType(type)) return new GraphQLList(rewired(type.ofType));
    return copyOf(type);
  };
  const rewiredFields = (fields: Fields, on?: GraphQLObjectType): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const mark = on && readsMarkOf(on, name);
        return [name, { ...field, type: rewired(field.type), ...(mark && { resolve: noting(field, mark) }) }];
      }),
    );

  function copyOfObject(type: GraphQLObjectType): GraphQLObjectType {
    const { fields, interfaces, ...config } = type.toConfig();
    return new GraphQLObjectType({
      ...config,
      fields: () => rewiredFields(fields as Fields, type),
      interfaces: () => interfaces.map(copyOf),
    });
  }
  function copyOfInterface(type: GraphQLInterfaceType): GraphQLInterfaceType {
    const { fields, interfaces, ...config } = type.toConfig();
    return new GraphQLInterfaceType({
      ...config,
      fields: () => rewiredFields(fields as Fields),
      interfaces: () => interfaces.map(copyOf),
    });
  }
  function copyOfUnion(type: GraphQLUnionType): GraphQLUnionType {
    const { types, ...config } = type.toConfig();
    return new GraphQLUnionType({ ...config, types: () => types.map(copyOf) });
  }

  const { query, mutation, subscription, types, ...config } = schema.toConfig();
  return new GraphQLSchema({
    ...config,
    query: query && copyOf(query),
    mutation: mutation && copyOf(mutation),
    subscription: subscription && copyOf(subscription),
    types: types.map(copyOf),
  });
}

/** Asks the viewer whom the context carries at this moment: in a subscription that is the receiver of the delivery. */
function noting({ resolve = defaultFieldResolver }: FieldConfig, mark: ReadsMark): FieldConfig['resolve'] {
  const note = (source: unknown, value: unknown, context: RequestContext): unknown => {
    const { viewer } = context;
    if (viewer === null || !isNoted(viewer) || showsNothing(value)) return value;
    const reads = mark.of(source, value, viewer);
    for (const read of reads === null ? [] : [reads].flat()) context.reads.add(viewer, read);
    return value;
  };
  const noted: GraphQLFieldResolver<unknown, RequestContext> = (source, args, context, info) => {
    const value: unknown = resolve(source, args, context, info);
    return isPromise(value) ? value.then((found) => note(source, found, context)) : note(source, value, context);
  };
  return noted;
}

const showsNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
