import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFieldMap,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { AccessMark } from '../access.js';
import { Refusal } from '../errors.js';
import { accessOf, type MarkedField, requireAlone } from './access-check.js';
import { compileCost, type Variables } from './cost.js';
import {
  checkShape,
  type Fragments,
  fragmentsOf,
  groupFields,
  tooComplex,
  type TypedField,
} from './document-limits.js';
import type { Limits } from './limits.js';

/** One operation of a checked document, with all that can be known before its variables and viewer are. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  readonly name: string | undefined;
  readonly kind: OperationTypeNode;
  readonly rootFields: readonly MarkedField[];
  readonly introspects: boolean;
  /** Response names of the root fields that find things by id. */
  readonly lookups: readonly string[];
  cost(variables: Variables): number;
  /** How often it was executed since it was prepared, for an executor that compiles. */
  timesMet: number;
}

export type PreparedDocument =
  | { readonly kind: 'ready'; readonly document: DocumentNode; readonly operations: readonly PreparedOperation[] }
  | { readonly kind: 'refused'; readonly code: RefusedCode; readonly errors: readonly GraphQLError[] };

export type RefusedCode = 'QUERY_TOO_COMPLEX' | 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED';

/** Bytes that a token keeps alive in a parsed document, roughly (its nodes, locations and itself). */
const bytesPerToken = 400;
const cacheBytes = 32 * 1024 * 1024;
const cacheDocuments = 1_000;
/** Of a request that was refused. More tell a client nothing new, and each costs time (graphql-cop: "directive overloading"). */
export const mostErrors = 3;

const tooComplexDocument = (refusal: Refusal): PreparedDocument => ({
  kind: 'refused',
  code: 'QUERY_TOO_COMPLEX',
  errors: [refusal],
});

/** An unmarked field never gets past the boot; if it did, nobody may call it. */
const nobody: AccessMark = { kind: 'STAFF', roles: [] };

/** Parses, limits and validates each distinct document text once for both transports; refusals are kept as well. */
export class Documents {
  readonly #cache = new LRUCache<string, PreparedDocument>({ max: cacheDocuments, maxSize: cacheBytes });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: Limits,
  ) {}

  prepare(source: string): PreparedDocument {
    const known = this.#cache.get(source);
    if (known) return known;
    const prepared = this.#prepare(source);
    const tokens = prepared.kind === 'ready' ? (prepared.document as { tokenCount?: number }).tokenCount : undefined;
    this.#cache.set(source, prepared, { size: source.length * 2 + (tokens ?? 10) * bytesPerToken });
    return prepared;
  }

  #prepare(source: string): PreparedDocument {
    let document: DocumentNode;
    try {
      document = parse(source, { maxTokens: this.limits.tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      // The parser has no other sign of its own limit than this message (graphql 16).
      if (!error.message.includes(`more that ${this.limits.tokens} tokens`)) {
        return { kind: 'refused', code: 'GRAPHQL_PARSE_FAILED', errors: [error] };
      }
      return tooComplexDocument(tooComplex('tokens', this.limits.tokens, this.limits.tokens + 1));
    }
    try {
      const fragments = fragmentsOf(document);
      checkShape(document, fragments, this.limits);
      const errors = validate(this.schema, document, specifiedRules, { maxErrors: mostErrors });
      if (errors.length > 0) return { kind: 'refused', code: 'GRAPHQL_VALIDATION_FAILED', errors };
      const operations = document.definitions
        .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
        .map((node) => this.#operation(document, node, fragments));
      return { kind: 'ready', document, operations };
    } catch (error) {
      if (error instanceof Refusal) return tooComplexDocument(error);
      throw error;
    }
  }

  #operation(document: DocumentNode, node: OperationDefinitionNode, fragments: Fragments): PreparedOperation {
    const root = this.schema.getRootType(node.operation);
    const definitions = root?.getFields() ?? {};
    const asked = groupFields([{ selections: node.selectionSet, on: root?.name ?? '' }], fragments);
    const names = [...asked.values()].flatMap(([field]) => (field ? [field.node.name.value] : []));
    for (const once of this.limits.onceFields) {
      const found = names.filter((name) => name === once).length;
      if (found > 1) throw tooComplex(once, 1, found);
    }
    const rootFields = names.flatMap((name) => {
      const definition = definitions[name];
      return definition ? [{ name, access: accessOf(definition) ?? nobody }] : []; // __typename and the like have none
    });
    requireAlone(rootFields);
    return {
      document,
      node,
      name: node.name?.value,
      kind: node.operation,
      rootFields,
      lookups: lookupsOf(asked, definitions),
      introspects: names.some((name) => name === '__schema' || name === '__type'),
      cost: compileCost(this.schema, node, fragments, this.limits),
      timesMet: 0,
    };
  }
}

/** A field that is given an id or ids and answers null says that there is nothing; who asks much of that is guessing. */
function lookupsOf(asked: ReadonlyMap<string, TypedField[]>, definitions: GraphQLFieldMap<unknown, unknown>): string[] {
  return [...asked].flatMap(([response, [field]]) => {
    const args = definitions[field?.node.name.value ?? '']?.args ?? [];
    return args.some(({ name }) => name === 'id' || name === 'ids') ? [response] : [];
  });
}
