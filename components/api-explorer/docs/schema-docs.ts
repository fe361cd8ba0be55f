/** The documentation that the schema itself carries, as it is read and searched. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';

export type ArgumentDoc = { name: string; type: string; typeName: string; description: string };
export type FieldDoc = ArgumentDoc & { arguments: ArgumentDoc[]; deprecation: string | undefined };
export type TypeKind = 'object' | 'input' | 'interface' | 'enum' | 'scalar' | 'union';
export type TypeDoc = {
  name: string;
  kind: TypeKind;
  description: string;
  fields: FieldDoc[];
  /** The words of an enum. */
  values: { name: string; description: string }[];
  /** Where one gets it: fields that answer with it. */
  usedBy: { typeName: string; field: string }[];
};
/** One thing that was found: a type, or a field of it. */
export type Found = { typeName: string; field: string | undefined; type: string; description: string };

// A person who does not see it among these types another letter.
const foundMax = 60;

/** What the schema says of a type; undefined when there is none of this name. */
export function typeDoc(schema: GraphQLSchema, name: string): TypeDoc | undefined {
  const type = schema.getType(name);
  if (type === undefined) return undefined;
  return {
    name,
    kind: kindOf(type),
    description: type.description ?? '',
    fields: fieldsOf(type).map(fieldDoc),
    values: isEnumType(type)
      ? type.getValues().map((value) => ({ name: value.name, description: value.description ?? '' }))
      : [],
    usedBy: usersOf(schema, name),
  };
}

/** The types at which reading begins: queries, mutations, subscriptions. */
export function rootTypes(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((type) => (type === undefined || type === null ? [] : [type.name]));
}

/** Types and fields by name and description: exact names first, then beginnings, then the rest. */
export function searchDocs(schema: GraphQLSchema, typed: string): Found[] {
  const words = typed
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  const ranked = everything(schema).flatMap((found) => {
    const rank = rankOf(found, words);
    return rank === undefined ? [] : [{ found, rank }];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, foundMax)
    .map(({ found }) => found);
}

function everything(schema: GraphQLSchema): Found[] {
  return ownTypes(schema).flatMap((type) => [
    { typeName: type.name, field: undefined, type: kindOf(type), description: type.description ?? '' },
    ...fieldsOf(type).map((field) => ({
      typeName: type.name,
      field: field.name,
      type: String(field.type),
      description: field.description ?? '',
    })),
  ]);
}

function rankOf({ typeName, field, description }: Found, words: readonly string[]): number | undefined {
  const name = (field ?? typeName).toLowerCase();
  const place = `${typeName}.${field ?? ''}`.toLowerCase();
  const text = `${place} ${description}`.toLowerCase();
  if (!words.every((word) => text.includes(word))) return undefined;
  const [word = ''] = words.slice(-1);
  if (!words.every((one) => place.includes(one))) return 4;
  if (place === words.join('.') || (field === undefined && name === word)) return 0;
  if (name === word) return 1;
  return name.startsWith(word) ? 2 : 3;
}

function usersOf(schema: GraphQLSchema, name: string): TypeDoc['usedBy'] {
  return ownTypes(schema)
    .flatMap((type) =>
      fieldsOf(type)
        .filter((field) => getNamedType(field.type).name === name)
        .map((field) => ({ typeName: type.name, field: field.name })),
    )
    .slice(0, foundMax);
}

function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
}

type AnyField = GraphQLField<unknown, unknown> | GraphQLInputField;

function fieldsOf(type: GraphQLNamedType): AnyField[] {
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) return Object.values(type.getFields());
  return [];
}

function fieldDoc(field: AnyField): FieldDoc {
  return {
    ...argumentDoc(field),
    arguments: 'args' in field ? field.args.map(argumentDoc) : [],
    deprecation: field.deprecationReason ?? undefined,
  };
}

function argumentDoc({ name, type, description }: AnyField | GraphQLArgument): ArgumentDoc {
  return { name, type: String(type), typeName: getNamedType(type).name, description: description ?? '' };
}

function kindOf(type: GraphQLNamedType): TypeKind {
  if (isInputObjectType(type)) return 'input';
  if (isInterfaceType(type)) return 'interface';
  if (isEnumType(type)) return 'enum';
  if (isScalarType(type)) return 'scalar';
  return isUnionType(type) ? 'union' : 'object';
}
