/** What of an answer may be asked for without the right to read, and what not. */
import {
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { asksRead } from '#graphql/limits/field-rules.ts';

const fieldsOf = (type: GraphQLNamedType): GraphQLField<unknown, unknown>[] =>
  isObjectType(type) ? Object.values(type.getFields()) : [];

/** What of an object may be had without the right to read. */
export function ownOf(type: GraphQLNamedType): string {
  if (!isObjectType(type)) return '';
  return `{ ${fieldsOf(type)
    .filter((field) => !asksRead(field))
    .map((field) => `${field.name} ${ownOf(getNamedType(field.type))}`)
    .join(' ')} }`;
}

/** A selection for each field that asks for the right to read, with its name in the end. */
export function beyondOf(type: GraphQLNamedType): string[] {
  return fieldsOf(type).flatMap((field) => {
    const inner = getNamedType(field.type);
    const given = field.args
      .filter((argument) => isRequiredArgument(argument))
      .map(({ name, type: of }) => `${name}: ${String(of) === 'Int!' ? 1 : '"a"'}`);
    const asked = given.length === 0 ? field.name : `${field.name}(${given.join(', ')})`;
    if (asksRead(field)) return [isLeafType(inner) ? asked : `${asked} { __typename }`];
    return beyondOf(inner).map((selection) => `${field.name} { ${selection} }`);
  });
}
