/** What an operation may cost: how many fields would be resolved if every list were as long as asked for. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { bounds } from '#domain/bounds.ts';
import { limits } from './bounds.ts';

type Asked = {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
};

/** The cost of one operation of a valid document with these variables. */
export function costOf(request: {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}): number {
  const { schema, document, operation, variables } = request;
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const given: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    given[name] = variables[name] ?? (defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined);
  }
  return costOfSet({ schema, fragments, variables: given }, { set: operation.selectionSet, type: root, pageSize: 1 });
}

// A valid document has no circle of fragments, and its fields were counted with every spread: the walk is bounded.
function costOfSet(
  asked: Asked,
  { set, type, pageSize }: { set: SelectionSetNode; type: GraphQLCompositeType; pageSize: number },
): number {
  let cost = 0;
  for (const selection of set.selections) {
    if (cost > limits.costMax) return cost;
    if (selection.kind === Kind.FIELD) {
      cost += costOfField(asked, { field: selection, type, pageSize });
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : asked.fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const condition =
      fragment.typeCondition === undefined ? type : asked.schema.getType(fragment.typeCondition.name.value);
    if (isCompositeType(condition)) cost += costOfSet(asked, { set: fragment.selectionSet, type: condition, pageSize });
  }
  return cost;
}

function costOfField(
  asked: Asked,
  { field, type, pageSize }: { field: FieldNode; type: GraphQLCompositeType; pageSize: number },
): number {
  const name = field.name.value;
  // Introspection reads the schema in memory; its depth and lists are bounded by validation.
  if (name.startsWith('__') || field.selectionSet === undefined) return 1;
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  const inner = getNamedType(definition?.type);
  if (definition === undefined || !isCompositeType(inner)) return 1;
  const isConnection = inner.name.endsWith('Connection');
  const isPage = type.name.endsWith('Connection') && (name === 'nodes' || name === 'edges');
  const isList = isListType(getNullableType(definition.type));
  // A plain list that may be asked for by length, such as what is due next, counts as long as it is asked for.
  const listLength = definition.args.some((argument) => argument.name === 'first')
    ? askedPageSize(asked, field)
    : limits.listLengthGuess;
  const times = isPage ? pageSize : isList ? listLength : 1;
  const innerPageSize = isConnection ? askedPageSize(asked, field) : 1;
  return 1 + times * costOfSet(asked, { set: field.selectionSet, type: inner, pageSize: innerPageSize });
}

// An absurd page size is refused by the list itself, in words; here it counts as the largest page.
function askedPageSize(asked: Asked, field: FieldNode): number {
  const value = field.arguments?.find((argument) => argument.name.value === 'first')?.value;
  const first =
    value?.kind === Kind.INT
      ? Number(value.value)
      : value?.kind === Kind.VARIABLE
        ? asked.variables[value.name.value]
        : undefined;
  if (typeof first !== 'number' || first < 1) return bounds.pageSizeDefault;
  return Math.min(first, bounds.pageSizeMax);
}
