/**
 * Top-level errors: only for who asks, how much, malformed requests and faults. Everything a command refuses is a
 * `userErrors` entry instead. A client sees a code, a sentence and the request id, never SQL or a stack.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isJsonObject } from '#domain/value/json.ts';
import { outageError } from './outage-error.ts';

/**
 * Every `extensions.code` that a client may meet. UNAVAILABLE: the database is away; `retryAfterMs` says when to ask
 * again, and a mutation may or may not have been done.
 */
export type FaultCode =
  | 'UNAUTHENTICATED'
  | 'TENANT_NOT_FOUND'
  | 'FORBIDDEN'
  | 'INTROSPECTION_DISABLED'
  | 'QUERY_TOO_COMPLEX'
  | 'TOO_MANY_TOKENS'
  | 'TOO_DEEP'
  | 'TOO_MANY_ALIASES'
  | 'TOO_MANY_ROOT_FIELDS'
  | 'TOO_MANY_FIELDS'
  | 'TOO_MANY_DIRECTIVES'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'TOO_LARGE'
  | 'ANSWER_TOO_LARGE'
  | 'SLOW_CONSUMER'
  | 'UNAVAILABLE'
  | 'INTERNAL';

/** An error that a client may read as it stands. */
export function requestError(
  code: FaultCode,
  message: string,
  status: number,
  figures: Record<string, number> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status }, ...(hasAny(figures) && { figures }) } });
}

function hasAny(figures: Record<string, number>): boolean {
  return Object.keys(figures).length > 0;
}

// What graphql-js and Apollo say about a request: safe to pass on, no fault of ours.
const requestCodes: Record<string, string> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_REQUEST',
  OPERATION_RESOLUTION_FAILURE: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  PERSISTED_QUERY_NOT_SUPPORTED: 'PERSISTED_QUERY_NOT_SUPPORTED',
};

/** True for an error that the request caused; anything else is a fault, to be logged and masked. */
export function isRequestError(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError)) return false;
  const { originalError, path, extensions } = error;
  if (originalError === undefined) return true;
  if (!(originalError instanceof GraphQLError))
    return typeof extensions.code === 'string' && extensions.code in requestCodes;
  // While executing, graphql-js itself speaks of two things: arguments, with their place, and values of ours that do not fit.
  return path === undefined || typeof extensions.code === 'string' || originalError.nodes !== undefined;
}

/** The error as a client sees it. */
export function shownError(
  formatted: GraphQLFormattedError,
  error: unknown,
  code = formatted.extensions?.code,
): GraphQLFormattedError {
  const { locations, path, message } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (!isRequestError(error))
    return (
      outageError(error, place) ?? {
        message: 'an internal fault; quote the request id when you ask about it',
        ...place,
        extensions: { code: 'INTERNAL' },
      }
    );
  const shownCode =
    typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' ? (requestCodes[code] ?? code) : 'BAD_REQUEST';
  const { inputPath, figures } = error.extensions;
  return {
    message,
    ...place,
    extensions: {
      code: shownCode,
      ...(Array.isArray(inputPath) && inputPath.length > 0 && { inputPath }),
      ...(isJsonObject(figures) && figures),
    },
  };
}

const suggestion = / Did you mean [^?]*\?/g;

/** Adds the request id; hides from strangers what the schema holds. */
export function signError(error: GraphQLFormattedError, requestId: string, isStranger: boolean): GraphQLFormattedError {
  const message = isStranger ? error.message.replace(suggestion, '') : error.message;
  return { ...error, message, extensions: { ...error.extensions, requestId } };
}
