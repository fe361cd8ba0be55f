/** The scalars of the API. What a scalar refuses is a malformed request; what a command refuses is a userErrors entry. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isRealDay, isTellable } from '#domain/value/instant.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { isJsonObject } from '#domain/value/json.ts';

type ScalarMeaning = { description: string; specifiedByURL: string };

const meanings = {
  DateTime: {
    description:
      'An instant of the years 0001 to 9999: RFC 3339 in UTC with milliseconds, for example 2026-03-29T01:00:00.000Z. Any offset is read; a day or hour that does not exist is refused.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  },
  Duration: {
    description:
      'A length of time: ISO 8601 in weeks, days, hours, minutes and seconds, for example PT15M. Months and years are refused, they vary.',
    specifiedByURL: 'https://www.iso.org/standard/70907.html',
  },
  JSON: {
    description:
      'Any JSON value, at most 256 KiB, 64 levels deep. A number that a double cannot hold, such as a whole number beyond 2^53, is refused with NOT_EXACT: send it as text.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  },
  TimeZone: {
    description: 'The name of a time zone in the IANA database, for example Europe/Berlin.',
    specifiedByURL: 'https://www.iana.org/time-zones',
  },
  Cursor: {
    description: 'An opaque position in a list or in the event log. Hand it back as it came.',
    specifiedByURL: 'https://relay.dev/graphql/connections.htm#sec-Cursor',
  },
} satisfies Record<string, ScalarMeaning>;

export const scalarTypes = Object.keys(meanings)
  .map((name) => `scalar ${name}`)
  .join('\n');

const instantPattern =
  /^(?<date>\d{4}-\d\d-\d\d)[Tt](?<hour>\d\d):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Reads an RFC 3339 instant that exists; throws for anything else, so that the request counts as malformed. */
export function parseInstant(value: unknown): Date {
  const parts = typeof value === 'string' ? instantPattern.exec(value)?.groups : undefined;
  if (typeof value !== 'string' || parts === undefined) {
    throw new GraphQLError('DateTime is an RFC 3339 instant such as 2026-03-29T01:00:00Z');
  }
  if (!isRealDay(parts.date ?? '') || Number(parts.hour) > 23)
    throw new GraphQLError(`"${value}" names no instant: there is no such day or hour`);
  const instant = new Date(value.toUpperCase());
  if (isTellable(instant.getTime())) return instant;
  throw new GraphQLError(`"${value}" lies outside of the years 0001 to 9999 in UTC`);
}

function textScalar(name: 'Duration' | 'TimeZone' | 'Cursor'): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string') return value;
    throw new GraphQLError(`${name} is a string`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    ...meanings[name],
    serialize: parse,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  ...meanings.DateTime,
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new Error('a DateTime is resolved from a Date');
  },
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

const json = new GraphQLScalarType({
  name: 'JSON',
  ...meanings.JSON,
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => jsonOfLiteral(node, isJsonObject(variables) ? variables : {}),
});

// Recursion ends with the document, whose tokens are limited before this runs.
function jsonOfLiteral(node: ValueNode, variables: JsonObject): Json {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      return (Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : null) ?? null;
    case Kind.LIST:
      return node.values.map((item) => jsonOfLiteral(item, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, jsonOfLiteral(field.value, variables)]));
  }
}

/** The scalars' readers and writers, by name. */
export const scalars = {
  DateTime: dateTime,
  Duration: textScalar('Duration'),
  JSON: json,
  TimeZone: textScalar('TimeZone'),
  Cursor: textScalar('Cursor'),
};
