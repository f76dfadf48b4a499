import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Refusal } from '../errors.js';
import type { Limits } from './limits.js';

/** A field with the name of the type that it is selected on; empty where nobody asked for types. */
export interface TypedField {
  readonly node: FieldNode;
  readonly on: string;
}

/** A selection set with the name of its type. */
export interface TypedSelections {
  readonly selections: SelectionSetNode;
  readonly on: string;
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/**
 * The fields of some selections by response name, as execution would merge them, whatever their type conditions. All
 * counts are made on these groups, so moving fields in and out of fragments never changes a count.
 * @param onSelection called for every selection that is looked at, to bound the work
 */
export function groupFields(
  sets: readonly TypedSelections[],
  fragments: Fragments,
  onSelection?: (directives: number) => void,
): Map<string, TypedField[]> {
  const groups = new Map<string, TypedField[]>();
  const visited = new Set<string>();
  const visit = (selectionSet: SelectionSetNode, on: string): void => {
    for (const selection of selectionSet.selections) {
      onSelection?.(selection.directives?.length ?? 0);
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const group = groups.get(name);
        if (group) group.push({ node: selection, on });
        else groups.set(name, [{ node: selection, on }]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet, selection.typeCondition?.name.value ?? on);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet, fragment.typeCondition.name.value); // if not: validation says so
      }
    }
  };
  for (const { selections, on } of sets) visit(selections, on);
  return groups;
}

/**
 * Refuses a document by its shape alone, before validation, whose own rules are quadratic in places. Needs no schema,
 * and stops at the first limit, so hostile fragments (circles, doubling) cost no more than the limit on fields.
 * @throws Refusal `QUERY_TOO_COMPLEX`
 */
export function checkShape(document: DocumentNode, fragments: Fragments, limits: Limits): void {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) checkOperation(definition, fragments, limits);
  }
}

function checkOperation(operation: OperationDefinitionNode, fragments: Fragments, limits: Limits): void {
  const found = { selections: 0, aliases: 0, directives: 0, repeats: 0 };
  const add = (name: keyof typeof found, count: number): void => {
    found[name] += count;
    if (found[name] > limits[name]) throw tooComplex(name, limits[name], found[name]);
  };
  add('directives', operation.directives?.length ?? 0);
  for (const variable of operation.variableDefinitions ?? []) add('directives', variable.directives?.length ?? 0);

  const walk = (sets: readonly TypedSelections[], depth: number, maximumDepth: number): void => {
    const groups = groupFields(sets, fragments, (directives) => {
      add('selections', 1);
      add('directives', directives);
    });
    if (depth === 1 && groups.size > limits.rootFields) throw tooComplex('rootFields', limits.rootFields, groups.size);
    if (depth > maximumDepth && groups.size > 0) throw tooComplex('depth', maximumDepth, depth);
    for (const group of groups.values()) {
      add('repeats', group.length - 1);
      const first = group[0]?.node;
      if (first?.alias) add('aliases', 1);
      const below = group.flatMap(({ node }) => (node.selectionSet ? { selections: node.selectionSet, on: '' } : []));
      const introspects = depth === 1 && (first?.name.value === '__schema' || first?.name.value === '__type');
      if (below.length > 0) walk(below, depth + 1, introspects ? limits.introspectionDepth : maximumDepth);
    }
  };
  walk([{ selections: operation.selectionSet, on: '' }], 1, limits.depth);
}

export const tooComplex = (name: string, maximum: number, found: number): Refusal =>
  new Refusal('QUERY_TOO_COMPLEX', `The limit on ${name} is ${maximum}; this document has ${found}.`, {
    limit: { name, maximum, found },
  });
