import {
  BREAK,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLSchema,
  isInputObjectType,
  OperationTypeNode,
  typeFromAST,
  getNamedType,
  visit,
} from 'graphql';
import { compileQuery, type CompiledQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { PreparedOperation } from './documents.js';
import type { Executor } from './pipeline.js';

export interface CompilingOptions {
  /** How often an operation is interpreted before it is worth compiling. */
  after?: number;
  /** Compiled operations that are kept; each holds some 100 KB. */
  most?: number;
}

/** A document of more tokens is always interpreted: what it unfolds to costs more to compile than it ever saves. */
const mostTokens = 1_000;

/**
 * An executor that compiles the reads that clients send all day: a page of posts then costs half of what graphql-js needs
 * for it. Compiling takes milliseconds, so an operation is interpreted until it was met `after` times; whoever makes up a
 * new one for each request never causes a compilation.
 *
 * What it asks of resolvers beyond graphql-js: only a field with a resolver may answer with a promise or a function.
 */
export function compilingExecutor({ after = 50, most = 200 }: CompilingOptions = {}): Executor {
  // What is compiled belongs to the schema that it was compiled for: staff and members have one each (`noted-schema.ts`).
  const bySchema = new WeakMap<GraphQLSchema, LRUCache<PreparedOperation, CompiledQuery>>();
  const compiledFor = (schema: GraphQLSchema): LRUCache<PreparedOperation, CompiledQuery> => {
    const known =
      bySchema.get(schema) ??
      new LRUCache<PreparedOperation, CompiledQuery>({
        max: most,
        dispose: (_query, operation) => (operation.timesMet = 0),
      });
    bySchema.set(schema, known);
    return known;
  };
  return (args, operation) => {
    const compiled = compiledFor(args.schema);
    const known = compiled.get(operation) ?? (isDue(operation, after) ? compile(args.schema, operation) : undefined);
    if (!known) return execute(args);
    compiled.set(operation, known);
    const result = known.query(args.rootValue, args.contextValue, args.variableValues ?? {});
    // Variables that do not fit: nothing has run yet, and graphql-js finds the words for it that clients know.
    return 'data' in result || 'then' in result ? result : execute(args);
  };
}

function isDue(operation: PreparedOperation, after: number): boolean {
  operation.timesMet += 1;
  return operation.timesMet > after;
}

function compile(schema: GraphQLSchema, { document, kind, name }: PreparedOperation): CompiledQuery | undefined {
  const tokens = (document as { tokenCount?: number }).tokenCount ?? mostTokens;
  if (kind !== OperationTypeNode.QUERY || tokens >= mostTokens || !isPlain(schema, document)) return undefined;
  const made = compileQuery(schema, document, name);
  return isCompiledQuery<CompiledQuery, ExecutionResult>(made) ? made : undefined;
}

/**
 * Whether a document has nothing in which graphql-jit 0.8.9 and graphql-js part ways: input objects (it forgets the
 * defaults of their non-null fields), `@skip` and `@include` on fragments, and names that every JavaScript object has
 * (it keeps answers, fragments and variables in objects, where `__proto__` is no property).
 */
function isPlain(schema: GraphQLSchema, document: DocumentNode): boolean {
  let plain = true;
  const notPlain = (): typeof BREAK => {
    plain = false;
    return BREAK;
  };
  visit(document, {
    Directive: notPlain,
    Name: ({ value }) => (value in Object.prototype ? notPlain() : undefined),
    ObjectValue: notPlain,
    VariableDefinition: ({ type }) => {
      const given = typeFromAST(schema, type as never);
      return given && isInputObjectType(getNamedType(given)) ? notPlain() : undefined;
    },
  });
  return plain;
}
