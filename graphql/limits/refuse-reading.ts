/**
 * Who may not read is told before anything is done: a mutation that answered null in place of what it made would be
 * called again.
 */
import {
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLError,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { requestError } from '#graphql/plumbing/errors.ts';
import { asksRead } from './field-rules.ts';
import type { AskedOperation } from './refuse-operation.ts';

type Asked = Pick<AskedOperation, 'schema'> & { fragments: Map<string, FragmentDefinitionNode> };

/** Why somebody without the permission `read` may not ask this; undefined when it leads to nothing that asks for it. */
export function refuseReading({ schema, document, operation }: AskedOperation): GraphQLError | undefined {
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return undefined;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const path = pathToRead({ schema, fragments }, root, operation.selectionSet);
  if (path === undefined) return undefined;
  const message = `nothing was done: ${path.join('.')} needs the permission read, which is missing; leave it out`;
  return requestError('FORBIDDEN', message, 403);
}

// What a directive leaves out counts as asked: its variable is not yet checked here. A valid document has no circle of
// fragments, and its fields were counted with every spread.
function pathToRead(asked: Asked, type: GraphQLCompositeType, set: SelectionSetNode): string[] | undefined {
  for (const selection of set.selections) {
    const path =
      selection.kind === Kind.FIELD
        ? pathThrough(asked, type, { name: selection.name.value, set: selection.selectionSet })
        : pathInFragment(
            asked,
            type,
            selection.kind === Kind.INLINE_FRAGMENT ? selection : asked.fragments.get(selection.name.value),
          );
    if (path !== undefined) return path;
  }
  return undefined;
}

function pathThrough(
  asked: Asked,
  type: GraphQLCompositeType,
  { name, set }: { name: string; set: SelectionSetNode | undefined },
): string[] | undefined {
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (field === undefined) return undefined;
  if (asksRead(field)) return [name];
  const inner = getNamedType(field.type);
  const rest = set !== undefined && isCompositeType(inner) ? pathToRead(asked, inner, set) : undefined;
  return rest && [name, ...rest];
}

function pathInFragment(
  asked: Asked,
  type: GraphQLCompositeType,
  fragment: FragmentDefinitionNode | InlineFragmentNode | undefined,
): string[] | undefined {
  if (fragment === undefined) return undefined;
  const { typeCondition, selectionSet } = fragment;
  const inner = typeCondition === undefined ? type : asked.schema.getType(typeCondition.name.value);
  return isCompositeType(inner) ? pathToRead(asked, inner, selectionSet) : undefined;
}
