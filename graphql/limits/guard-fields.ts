/**
 * Two rules for every field of a schema, put around its resolver: what goes into an answer is counted, and a long list
 * is resolved in turns, so that the answer to one request does not hold up the answers to others.
 */
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import { nextTurn } from '#engine/store/batch/turns.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';
import { limits } from './bounds.ts';

type Resolve = GraphQLFieldResolver<unknown, RequestContext>;

/** Puts both rules around the resolvers of a schema, in place. */
export function guardFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve: Resolve = field.resolve ?? defaultFieldResolver;
      if (isLeafType(getNamedType(field.type))) field.resolve = counted(resolve);
      else if (isListType(getNullableType(field.type))) field.resolve = inTurns(resolve);
    }
  }
}

function counted(resolve: Resolve): Resolve {
  return (parent, args, context, info) => {
    const value: unknown = resolve(parent, args, context, info);
    const { meter } = context;
    if (meter === undefined) return value;
    if (!(value instanceof Promise)) {
      meter.count(info.fieldName, value);
      return value;
    }
    return value.then((late: unknown) => {
      meter.count(info.fieldName, late);
      return late;
    });
  };
}

function inTurns(resolve: Resolve): Resolve {
  return (parent, args, context, info) => {
    const list: unknown = resolve(parent, args, context, info);
    return list instanceof Promise ? list.then(spread) : spread(list);
  };
}

// graphql-js goes on with an item when its promise is kept: so many at once, then whatever else waits for the loop.
function spread(list: unknown): unknown {
  if (!Array.isArray(list) || list.length <= limits.itemsPerTurn) return list;
  let turn: Promise<void> = Promise.resolve();
  return list.map((item: unknown, n) => {
    if (n < limits.itemsPerTurn) return item;
    if (n % limits.itemsPerTurn === 0) turn = turn.then(nextTurn);
    return turn.then(() => item);
  });
}
