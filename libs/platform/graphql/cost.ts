import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { type Fragments, groupFields, type TypedField, type TypedSelections } from './document-limits.js';
import type { Limits } from './limits.js';

export type Variables = Readonly<Record<string, unknown>>;

/** One field that returns objects. */
interface CostNode {
  /** 1, or 0 for a Relay edge: the node inside it is what counts. */
  own: 0 | 1;
  list: boolean;
  /** The page size that the field asks for; undefined if it has no paging argument. */
  size: ((variables: Variables) => number) | undefined;
  children: CostNode[];
}

const sizeArguments = ['first', 'last', 'ids'] as const;

/**
 * How many objects an operation can return, from its page sizes alone: every object counts 1, a page counts its
 * `first` or `last`, and pages in pages multiply (the way GitHub counts nodes). Call it after validation only.
 * @returns the count as a function of the variables; without variable page sizes it is computed once, here
 */
export function compileCost(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  limits: Limits,
): (variables: Variables) => number {
  let dependsOnVariables = false;
  const defaults = new Map(
    operation.variableDefinitions?.map((variable) => [variable.variable.name.value, variable.defaultValue]),
  );

  const sizeOf = (value: ValueNode | undefined, fallback: unknown): ((variables: Variables) => unknown) => {
    if (value?.kind === Kind.VARIABLE) {
      dependsOnVariables = true;
      const name = value.name.value;
      const whenUnset = literal(defaults.get(name)) ?? fallback;
      return (variables) => (Object.hasOwn(variables, name) ? variables[name] : whenUnset);
    }
    const constant = value ? literal(value) : fallback;
    return () => constant;
  };

  const pageSize = (field: TypedField, definition: GraphQLField<unknown, unknown>): CostNode['size'] => {
    const readers = definition.args
      .filter((argument) => (sizeArguments as readonly string[]).includes(argument.name))
      .map((argument) => {
        const given = field.node.arguments?.find(({ name }) => name.value === argument.name);
        return sizeOf(given?.value, argument.defaultValue);
      });
    if (readers.length === 0) return undefined;
    return (variables) => {
      const sizes = readers.map((read) => asSize(read(variables))).filter((size) => size !== undefined);
      return sizes.length === 0 ? limits.defaultPage : Math.min(Math.max(...sizes), limits.maximumPage);
    };
  };

  const build = (sets: readonly TypedSelections[]): CostNode[] => {
    const nodes: CostNode[] = [];
    for (const group of groupFields(sets, fragments).values()) {
      const below: TypedSelections[] = [];
      const sizes: NonNullable<CostNode['size']>[] = [];
      let own: 0 | 1 = 0;
      let list = false;
      for (const field of group) {
        const definition = definitionOf(schema, field);
        if (!definition || !field.node.selectionSet) continue;
        const type = getNamedType(definition.type);
        if (!isCompositeType(type)) continue;
        below.push({ selections: field.node.selectionSet, on: type.name });
        list ||= isListType(getNullableType(definition.type));
        if (!type.name.endsWith('Edge')) own = 1;
        const size = pageSize(field, definition);
        if (size) sizes.push(size);
      }
      if (below.length === 0) continue;
      const size = sizes.length === 0 ? undefined : largest(sizes);
      nodes.push({ own, list, size, children: build(below) });
    }
    return nodes;
  };

  const root = schema.getRootType(operation.operation);
  const nodes = root ? build([{ selections: operation.selectionSet, on: root.name }]) : [];
  // Set by `build` on the way, which the compiler does not see.
  if (dependsOnVariables as boolean) return (variables) => count(nodes, 1, undefined, variables);
  const constant = count(nodes, 1, undefined, {});
  return () => constant;
}

const largest =
  (sizes: ((variables: Variables) => number)[]) =>
  (variables: Variables): number =>
    Math.max(...sizes.map((size) => size(variables)));

/** @param page size of the connection directly above, which its list fields (`edges`, `nodes`) take over */
function count(nodes: readonly CostNode[], factor: number, page: number | undefined, variables: Variables): number {
  let total = 0;
  for (const node of nodes) {
    const size = node.size?.(variables);
    const here = node.list ? factor * (size ?? page ?? 1) : factor;
    total += here * node.own + count(node.children, here, node.list ? undefined : size, variables);
  }
  return total;
}

/** Introspection fields have none: they cost nothing here, `introspectionDepth` bounds them. */
function definitionOf(schema: GraphQLSchema, field: TypedField): GraphQLField<unknown, unknown> | undefined {
  const type = schema.getType(field.on);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.node.name.value] : undefined;
}

function literal(value: ValueNode | undefined): unknown {
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind === Kind.LIST) return value.values;
  return undefined;
}

/** Anything that is not a size is left to the argument's own type to refuse. */
function asSize(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
