/** GraphQL over HTTP: who asks, how much, then Apollo. Every error leaves with its request id and without our insides. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { readExactJson } from '#domain/value/exact-json.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { isPassingFault } from '#engine/store/faults.ts';
import { noteStartCursor } from '#graphql/event/start-cursor.ts';
import { answerTooLarge, openAnswerMeter } from '#graphql/limits/answer-meter.ts';
import { limits } from '#graphql/limits/bounds.ts';
import { refuseOperation } from '#graphql/limits/refuse-operation.ts';
import { inexactError } from '#graphql/limits/refuse-values.ts';
import { isRequestError, requestError, shownError, signError } from '#graphql/plumbing/errors.ts';
import { outageError } from '#graphql/plumbing/outage-error.ts';
import { type RequestContext, requestContext } from '#graphql/plumbing/request.ts';
import { credentialsOf, findCaller } from './callers.ts';
import { type BodyBound, readJson, sendJson } from './http.ts';
import type { ServerParts } from './server-parts.ts';
import { markOutage, setRetryAfter } from './unavailable.ts';

export type Endpoint = {
  answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void>;
  close(): Promise<void>;
};

/** Opens the endpoint of one console. */
export async function openEndpoint(parts: ServerParts, schema: GraphQLSchema): Promise<Endpoint> {
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokensMax },
    formatError: shownError,
    plugins: [operationRules(parts, schema)],
    logger: apolloLogger(parts.log),
  });
  await apollo.start();
  return {
    answer: (request, response, requestId) => answer(parts, apollo, { request, response, requestId }),
    close: () => apollo.stop(),
  };
}

type Exchange = { request: IncomingMessage; response: ServerResponse; requestId: string };

async function answer(parts: ServerParts, apollo: ApolloServer<RequestContext>, exchange: Exchange): Promise<void> {
  const { request, response, requestId } = exchange;
  const credentials = credentialsOf(request);
  // A cookie travels without being asked; only our own pages may use it.
  if (
    credentials.session !== undefined &&
    credentials.authorization === undefined &&
    !parts.places.isOwnOrigin(request)
  ) {
    return sendErrors(exchange, requestError('FORBIDDEN', 'a session is used from its own site only', 403));
  }
  const found = await findCaller(parts.database, credentials).catch((fault: unknown) => ({ fault }));
  if ('fault' in found) return sendFault(parts, exchange, found.fault);
  if ('refused' in found) return sendErrors(exchange, found.refused);
  const { caller } = found;
  const read = request.method === 'POST' ? await readJson(request, bodyBound(caller.isStranger)) : { body: undefined };
  if (!('body' in read)) {
    if (read.inexact !== undefined) return sendErrors(exchange, inexactError(read.inexact));
    const code = read.status === 413 ? 'TOO_LARGE' : 'BAD_REQUEST';
    return sendErrors(exchange, requestError(code, read.message, read.status));
  }
  const { search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  // Apollo reads the variables of a GET itself, and would round.
  const asked = request.method === 'GET' ? readExactJson(searchParams.get('variables') ?? 'null') : undefined;
  if (asked?.ok === false && asked.inexact !== undefined)
    return sendErrors(exchange, inexactError({ ...asked.inexact, path: ['variables', ...asked.inexact.path] }));
  const source = isJsonObject(read.body) ? read.body.query : searchParams.get('query');
  const broken = typeof source === 'string' ? parts.documents.limitBroken(source) : undefined;
  if (broken !== undefined) return sendErrors(exchange, broken);
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const context = requestContext(parts, caller, { requestId, live: undefined, meter: openAnswerMeter() });
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'GET', headers, search, body: read.body },
    context: async () => context,
  });
  response.statusCode = result.status ?? 200;
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of result.headers) response.setHeader(name, value);
  if (result.body.kind === 'complete') response.end(signBody(result.body.string, requestId, caller.isStranger));
  else response.destroy();
}

function bodyBound(isStranger: boolean): BodyBound {
  return {
    sizeBytesMax: isStranger ? limits.strangerBodySizeBytesMax : limits.bodySizeBytesMax,
    waitMsMax: limits.bodyMsMax,
  };
}

// Apollo puts errors first, so that only an answer with errors is read again. What was executed was signed before.
function signBody(text: string, requestId: string, isStranger: boolean): string {
  if (!text.startsWith('{"errors":') || text.length > limits.errorBodyLengthMax) return text;
  const body: { errors: GraphQLFormattedError[] } = JSON.parse(text);
  return JSON.stringify({ ...body, errors: body.errors.map((error) => signError(error, requestId, isStranger)) });
}

function sendErrors({ request, response, requestId }: Exchange, error: GraphQLError): void {
  const status =
    isJsonObject(error.extensions.http) && typeof error.extensions.http.status === 'number'
      ? error.extensions.http.status
      : 400;
  const shown = signError(shownError(error.toJSON(), error), requestId, true);
  const wantsNewType = request.headers.accept?.includes('application/graphql-response+json') === true;
  response.writeHead(status, {
    'content-type': `application/${wantsNewType ? 'graphql-response+' : ''}json; charset=utf-8`,
    'cache-control': 'no-store',
    // A body that was not read to its end cannot be followed by another request.
    ...(status === 413 || status === 408 || status === 415 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify({ errors: [shown] }));
}

// Nobody could be asked who this is.
function sendFault(parts: ServerParts, { response, requestId }: Exchange, fault: unknown): void {
  const shown = outageError(fault);
  if (shown === undefined) throw fault;
  logFault(parts.log, fault, { request: requestId });
  setRetryAfter(response);
  sendJson(response, 503, { errors: [signError(shown, requestId, true)] });
}

function operationRules(parts: ServerParts, schema: GraphQLSchema): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, document, operation, request }) => {
        // A document without the named operation is for execution to refuse.
        if (operation === undefined) return;
        const refused = refuseOperation({
          schema,
          document,
          operation,
          variables: request.variables ?? {},
          isStranger: contextValue.isStranger,
          mayRead: contextValue.engine.actor.permissions.has('read'),
          canFollow: false,
        });
        if (refused !== undefined) throw refused;
        await noteStartCursor(contextValue, { document, operation });
      },
      didEncounterErrors: async ({ errors, contextValue, operationName }) => {
        for (const error of errors) {
          if (!isRequestError(error))
            logFault(parts.log, error, { request: contextValue.requestId, operation: operationName ?? null });
        }
      },
      willSendResponse: async ({ operation, errors, contextValue, response }) => {
        markOutage({ operation, response });
        finish(response, operation, contextValue);
        parts.metrics.operations.inc({
          type: operation?.operation ?? 'none',
          outcome: errors === undefined ? 'ok' : 'errors',
        });
      },
    }),
  };
}

// Errors are few and signed. An answer that grew too large has no data; what a mutation did is told even then.
function finish(
  { body, http }: Pick<GraphQLResponse, 'body' | 'http'>,
  operation: OperationDefinitionNode | undefined,
  { meter, requestId, isStranger }: RequestContext,
): void {
  if (body.kind !== 'single') return;
  const { singleResult } = body;
  const isOver = meter?.isOver() === true;
  const errors = isOver ? [shownError(answerTooLarge().toJSON(), answerTooLarge())] : singleResult.errors;
  if (errors === undefined) return;
  singleResult.errors = errors.slice(0, limits.answerErrorsMax).map((error) => signError(error, requestId, isStranger));
  if (!isOver || operation?.operation !== 'query') return;
  delete singleResult.data;
  http.status = 400;
}

/** Logs what a client is not told. */
export function logFault(log: Logger, fault: unknown, facts: Record<string, string | null>): void {
  const cause = fault instanceof GraphQLError ? (fault.originalError ?? fault) : fault;
  if (isPassingFault(cause)) log.warn({ ...facts, fault: cause }, 'request.unavailable');
  else log.error({ ...facts, fault: cause }, 'request.fault');
}

function apolloLogger(log: Logger) {
  const say = (level: 'debug' | 'info' | 'warn' | 'error') => (message?: unknown) => log[level]({ message }, 'apollo');
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}
