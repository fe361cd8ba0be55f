/**
 * The place of the event log from which whoever asked goes on. It is read before everything else of a query: one that is
 * read along with a later part of the answer is past what happened since an earlier part was read, which nobody would tell.
 */
import {
  BREAK,
  type DocumentNode,
  defaultFieldResolver,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { readEventCursor } from '#engine/event/read-cursor.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';

const fieldName = 'eventCursor';
const asking = new WeakMap<DocumentNode, boolean>();

/** Notes where the log stands, when the query asks for it. Call it before the query is executed. */
export async function noteStartCursor(
  context: RequestContext,
  { document, operation }: { document: DocumentNode; operation: OperationDefinitionNode },
): Promise<void> {
  // What a mutation answers is read after its act; an event has no beginning of its own.
  if (operation.operation !== 'query' || !asksForCursor(document)) return;
  context.startCursor = await readEventCursor(context.engine);
}

/** Makes every field of the schema that tells the place answer with the one that was noted, in place. */
export function answerStartCursor(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (field === undefined) continue;
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (parent, args, context: RequestContext, info) =>
      context.startCursor ?? resolve(parent, args, context, info);
  }
}

function asksForCursor(document: DocumentNode): boolean {
  const known = asking.get(document);
  if (known !== undefined) return known;
  let found = false;
  visit(document, {
    enter: (node) => {
      found ||= node.kind === Kind.FIELD && node.name.value === fieldName;
      return found ? BREAK : undefined;
    },
  });
  asking.set(document, found);
  return found;
}
