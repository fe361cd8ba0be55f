/**
 * Subscribers with the same document share the executed result of an event, so that a thousand of them cost little more
 * than one.
 */
import {
  type ASTNode,
  BREAK,
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  Kind,
  visit,
} from 'graphql';
import { mapStream } from './event-stream.ts';

type Shared = WeakMap<object, ExecutionResult | Promise<ExecutionResult>>;
const sharedByDocument = new WeakMap<DocumentNode, Shared>();
const shareable = new WeakMap<DocumentNode, boolean>();

/** Runs a subscription as graphql-js does, but executes an event once for all subscribers that ask the same of it. */
export async function subscribeShared(
  args: ExecutionArgs,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const executeOne = (rootValue: unknown): ExecutionResult | Promise<ExecutionResult> =>
    execute({ ...args, rootValue });
  if (!isShareable(args.document)) return mapStream(source[Symbol.asyncIterator](), executeOne);
  const shared: Shared = sharedByDocument.get(args.document) ?? new WeakMap();
  sharedByDocument.set(args.document, shared);
  return mapStream(source[Symbol.asyncIterator](), (event) => {
    if (typeof event !== 'object' || event === null) return executeOne(event);
    const known = shared.get(event);
    if (known !== undefined) return known;
    const result = executeOne(event);
    shared.set(event, result);
    return result;
  });
}

// What an event looks like must not depend on the subscriber: one operation, and no variable below its root field.
function isShareable(document: DocumentNode): boolean {
  const known = shareable.get(document);
  if (known !== undefined) return known;
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const field = operations[0]?.selectionSet.selections[0];
  const isPlain = operations.length === 1 && field?.kind === Kind.FIELD && (field.directives ?? []).length === 0;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const looks =
    field?.kind === Kind.FIELD && field.selectionSet !== undefined ? [field.selectionSet, ...fragments] : fragments;
  const answer = isPlain && looks.every((node) => !holdsVariable(node));
  shareable.set(document, answer);
  return answer;
}

function holdsVariable(node: ASTNode): boolean {
  let found = false;
  visit(node, {
    enter: ({ kind }) => {
      found = kind === Kind.VARIABLE;
      return found ? BREAK : undefined;
    },
  });
  return found;
}
