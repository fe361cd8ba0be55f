/** What an operation may cost: how many values would be resolved if every list were as long as it can be. */
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
import { pageBounds } from '#domain/bounds/page.ts';
import { lengthOf, weights } from './list-lengths.ts';

/** `dearest` is the path of the innermost list that makes up half of it or more, without indexes; empty when none does. */
export type Cost = { cost: number; dearest: string };

type Asked = {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
  lists: { path: string; cost: number }[];
};

/** A selection set, the type it is of, how often it is resolved, and where it stands. */
type Place = { set: SelectionSetNode; type: GraphQLCompositeType; page: number; times: number; path: string };

/** The cost of one operation of a valid document with these variables. */
export function costOf(request: {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}): Cost {
  const { schema, document, operation, variables } = request;
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return { cost: 0, dearest: '' };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const given: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    given[name] = variables[name] ?? (defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined);
  }
  const asked: Asked = { schema, fragments, variables: given, lists: [] };
  const cost = costOfSet(asked, { set: operation.selectionSet, type: root, page: 1, times: 1, path: '' });
  const dear = asked.lists.filter((list) => 2 * list.cost >= cost).toSorted((a, b) => b.path.length - a.path.length);
  return { cost, dearest: dear[0]?.path ?? '' };
}

// A valid document has no circle of fragments, and its fields were counted with every spread: the walk is bounded.
function costOfSet(asked: Asked, place: Place): number {
  let cost = 0;
  for (const selection of place.set.selections) {
    if (selection.kind === Kind.FIELD) {
      cost += costOfField(asked, selection, place);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : asked.fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const condition =
      fragment.typeCondition === undefined ? place.type : asked.schema.getType(fragment.typeCondition.name.value);
    if (isCompositeType(condition)) cost += costOfSet(asked, { ...place, set: fragment.selectionSet, type: condition });
  }
  return cost;
}

function costOfField(asked: Asked, field: FieldNode, { type, page, times, path }: Place): number {
  const name = field.name.value;
  // A name that is known beforehand; clients with a cache ask for it in every object.
  if (name === '__typename') return 0;
  // Introspection reads the schema in memory; its depth and lists are bounded by validation.
  if (name.startsWith('__')) return times;
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  if (definition === undefined) return times;
  const inner = getNamedType(definition.type);
  const isList = isListType(getNullableType(definition.type));
  const given = (argument: string) => numberGiven(asked, field, argument);
  const length = isList ? lengthOf({ type: type.name, field: name }, { page, given }) : 1;
  const here = path === '' ? name : `${path}.${name}`;
  const { selectionSet } = field;
  if (selectionSet === undefined || !isCompositeType(inner)) return times * length;
  const place = {
    set: selectionSet,
    type: inner,
    page: inner.name.endsWith('Connection') ? pageSize(given('first') ?? given('last')) : 1,
    times: times * length,
    path: here,
  };
  const cost = times * (weights[`${type.name}.${name}`] ?? 1) + costOfSet(asked, place);
  if (isList) asked.lists.push({ path: here, cost });
  return cost;
}

function numberGiven(asked: Asked, field: FieldNode, argument: string): number | undefined {
  const value = field.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  const variable = value?.kind === Kind.VARIABLE ? asked.variables[value.name.value] : undefined;
  return typeof variable === 'number' ? variable : undefined;
}

// An absurd page size is refused by the list itself, in words; here it counts as the largest page.
function pageSize(first: number | undefined): number {
  if (first === undefined || first < 1) return pageBounds.pageSizeDefault;
  return Math.min(first, pageBounds.pageSizeMax);
}
