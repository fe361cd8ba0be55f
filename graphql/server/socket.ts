/**
 * GraphQL over WebSocket, protocol graphql-transport-ws. A socket says who it is in its first message; who it is and
 * what it may do is asked again at every subscribe and every few seconds while it follows something.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import { handleProtocols, makeServer, type Context as SocketContext } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type InexactNumber, readExactJson } from '#domain/value/exact-json.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { isPassingFault } from '#engine/store/faults.ts';
import { subscribeShared } from '#graphql/event/share-results.ts';
import { noteStartCursor } from '#graphql/event/start-cursor.ts';
import { openAnswerMeter } from '#graphql/limits/answer-meter.ts';
import { limits } from '#graphql/limits/bounds.ts';
import { refuseOperation } from '#graphql/limits/refuse-operation.ts';
import { inexactError } from '#graphql/limits/refuse-values.ts';
import { openCensus, type SocketCensus } from '#graphql/limits/socket-census.ts';
import { isRequestError, requestError, shownError, signError } from '#graphql/plumbing/errors.ts';
import { type Caller, type RequestContext, requestContext } from '#graphql/plumbing/request.ts';
import { type Credentials, credentialsOf, findCaller, hasSameRights } from './callers.ts';
import { logFault } from './endpoint.ts';
import { requestIdOf } from './http.ts';
import type { ServerParts } from './server-parts.ts';

export type Sockets = { accept(request: IncomingMessage, socket: Duplex, head: Buffer): void; close(): Promise<void> };

type Extra = {
  socket: WebSocket;
  credentials: Credentials;
  requestId: string;
  /** Who it was when the socket said so; everything that follows from that ends when it is no longer true. */
  caller: Caller | undefined;
  recheck: ReturnType<typeof setInterval> | undefined;
  /** The number that the message just received would not keep. */
  inexact: InexactNumber | undefined;
  /** Counts of sockets to leave when it closes. */
  places: (() => void)[];
};
type Connection = SocketContext<Record<string, unknown> | undefined, Extra>;

const goingAway = 1001;
const internalFault = 1011;
// Clients connect again after a while.
const tryLater = 1013;
const unauthorised = 4401;
const forbidden = 4403;
// The code that clients take as "connect again", which with its last cursor loses nothing.
const tooSlow = 4408;
const rightsChanged = 4412;
const rightsChangedWords = 'tenant, role or permissions have changed; connect again';
// How long a closing socket may take to say goodbye.
const goodbyeMsMax = 1_000;

/** Opens the door for WebSockets. */
export function openSockets(parts: ServerParts, schema: GraphQLSchema): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytesMax,
    perMessageDeflate: false,
    handleProtocols,
    clientTracking: true,
  });
  const census = openCensus();
  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: limits.connectionInitMsMax,
    subscribe: subscribeShared,
    onConnect: async (connection) => {
      const { extra } = connection;
      extra.credentials = { ...extra.credentials, ...fromParams(connection.connectionParams) };
      const found = await findCaller(parts.database, extra.credentials);
      if ('refused' in found || found.caller.isStranger) return false;
      return welcome(parts, census, { extra, caller: found.caller });
    },
    onSubscribe: async (connection, _id, payload) => await prepare(parts, schema, { connection, payload }),
    onNext: (connection, _id, _payload, _args, result) =>
      result.errors === undefined
        ? undefined
        : { ...result, errors: firstShown(parts, result.errors, connection.extra) },
    onError: (connection, _id, _payload, errors) => firstShown(parts, errors, connection.extra),
  });

  return {
    accept: (request, socket, head) => {
      if (!parts.places.isOwnOrigin(request)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const leave = census.arrive();
      if (leave === undefined) {
        socket.end(
          'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
        );
        return;
      }
      socket.once('close', leave);
      server.handleUpgrade(request, socket, head, (accepted) =>
        open(parts, protocol, { socket: accepted, request, leave }),
      );
    },
    close: async () => {
      const closing = [...server.clients].map((client) => {
        client.close(goingAway, 'the console is going away; connect again');
        return new Promise((resolve) => client.once('close', resolve));
      });
      const deadline = setTimeout(() => {
        for (const client of server.clients) client.terminate();
      }, goodbyeMsMax);
      await Promise.all(closing);
      clearTimeout(deadline);
      server.close();
    },
  };
}

function open(
  parts: ServerParts,
  protocol: ReturnType<typeof makeServer<Record<string, unknown> | undefined, Extra>>,
  { socket, request, leave }: { socket: WebSocket; request: IncomingMessage; leave: () => void },
): void {
  const extra: Extra = {
    socket,
    credentials: credentialsOf(request),
    requestId: requestIdOf(request),
    caller: undefined,
    recheck: undefined,
    inexact: undefined,
    places: [leave],
  };
  const { requestId } = extra;
  parts.metrics.sockets.inc();
  let isAlive = true;
  const ping = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, limits.pingMs);
  socket.on('pong', () => {
    isAlive = true;
  });
  // ws has closed the socket with the fitting code already; without a listener the process would end.
  socket.on('error', (fault) => parts.log.debug({ request: requestId, fault }, 'socket.error'));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) =>
        new Promise((resolve) => (socket.readyState === socket.OPEN ? socket.send(text, () => resolve()) : resolve())),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (listen) =>
        socket.on('message', (message) => {
          const text = String(message);
          // The protocol reads the text again, and asks for the operation in it before it lets go of the event loop.
          const exact = readExactJson(text);
          extra.inexact = exact.ok ? undefined : exact.inexact;
          listen(text).catch((fault: unknown) => {
            logFault(parts.log, fault, { request: requestId });
            if (isPassingFault(fault)) socket.close(tryLater, 'the database does not answer at the moment');
            else socket.close(internalFault, 'an internal fault');
          });
        }),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    clearInterval(ping);
    clearInterval(extra.recheck);
    leaveAll(extra);
    parts.metrics.sockets.dec();
    void closed(code, String(reason));
  });
}

function welcome(
  parts: ServerParts,
  census: SocketCensus,
  { extra, caller }: { extra: Extra; caller: Caller },
): boolean {
  leaveAll(extra);
  if (extra.socket.readyState !== extra.socket.OPEN) return false;
  const place = census.take(caller);
  if ('refused' in place) {
    extra.socket.close(tryLater, place.refused);
    return false;
  }
  extra.places.push(place.leave);
  extra.caller = caller;
  extra.recheck = setInterval(() => recheck(parts, extra), limits.socketRecheckMs);
  return true;
}

function leaveAll({ places }: Extra): void {
  for (const leave of places.splice(0)) leave();
}

type Asked = {
  connection: Connection;
  payload: {
    query: string;
    operationName?: string | null | undefined;
    variables?: Record<string, unknown> | null | undefined;
  };
};

async function prepare(parts: ServerParts, schema: GraphQLSchema, { connection, payload }: Asked) {
  const { extra } = connection;
  if (extra.inexact !== undefined) {
    const { text, path } = extra.inexact;
    return [inexactError({ text, path: path[0] === 'payload' ? path.slice(1) : path })];
  }
  const found = await findCaller(parts.database, extra.credentials);
  if ('refused' in found) {
    closeRefused(extra.socket, found.refused);
    return [found.refused];
  }
  if (extra.caller === undefined || !hasSameRights(found.caller, extra.caller)) {
    extra.socket.close(rightsChanged, rightsChangedWords);
    return [requestError('FORBIDDEN', rightsChangedWords, 403)];
  }
  if (Object.keys(connection.subscriptions).length > limits.operationsPerSocketMax) {
    return [requestError('BAD_REQUEST', `a socket carries at most ${limits.operationsPerSocketMax} operations`, 400)];
  }
  const read = parts.documents.read(payload.query);
  if ('errors' in read) return [...read.errors];
  const { document } = read;
  const operation = getOperationAST(document, payload.operationName);
  if (operation === null || operation === undefined)
    return [requestError('BAD_REQUEST', 'the document has no such operation', 400)];
  const variables = payload.variables ?? {};
  const refused = refuseOperation({
    schema,
    document,
    operation,
    variables,
    isStranger: found.caller.isStranger,
    mayRead: found.caller.actor.permissions.has('read'),
    canFollow: true,
  });
  if (refused !== undefined) return [refused];
  const isSubscription = operation.operation === 'subscription';
  const contextValue = contextOf(parts, found.caller, { ...extra, isSubscription });
  await noteStartCursor(contextValue, { document, operation });
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: variables,
    contextValue,
  };
}

function contextOf(
  parts: ServerParts,
  caller: Caller,
  { socket, requestId, isSubscription }: Pick<Extra, 'socket' | 'requestId'> & { isSubscription: boolean },
): RequestContext {
  const { feed, logs, metrics } = parts;
  const close = () => {
    socket.close(tooSlow, 'reading too slowly; connect again and resume after your last cursor');
    // A reader that does not read gets no goodbye either.
    setTimeout(() => socket.terminate(), goodbyeMsMax).unref();
  };
  return requestContext(parts, caller, {
    requestId,
    live: {
      feed,
      logs,
      metrics,
      tooSlow: close,
      onFault: (fault) => parts.log.warn({ request: requestId, fault }, 'log.fault'),
    },
    meter: isSubscription ? undefined : openAnswerMeter(),
  });
}

function recheck(parts: ServerParts, { socket, credentials, caller, requestId }: Extra): void {
  findCaller(parts.database, credentials).then(
    (found) => {
      if ('refused' in found) closeRefused(socket, found.refused);
      else if (!found.caller.actor.permissions.has('read')) socket.close(forbidden, 'the right to read is gone');
      else if (caller === undefined || !hasSameRights(found.caller, caller))
        socket.close(rightsChanged, rightsChangedWords);
    },
    // The database is away: what was true a moment ago stays true until it answers.
    (fault: unknown) => parts.log.warn({ request: requestId, fault }, 'socket.recheck'),
  );
}

/** Who is merely shut out of a tenant is signed in all the same, and another sign-in would not help them. */
function closeRefused(socket: WebSocket, refused: GraphQLError): void {
  if (refused.extensions.code === 'TENANT_NOT_FOUND') socket.close(forbidden, 'the tenant is gone, or not yours');
  else socket.close(unauthorised, 'the credentials no longer hold');
}

function fromParams(params: unknown): Partial<Credentials> {
  if (!isJsonObject(params)) return {};
  const { authorization, tenant } = params;
  return { ...(typeof authorization === 'string' && { authorization }), ...(typeof tenant === 'string' && { tenant }) };
}

function firstShown(parts: ServerParts, errors: readonly unknown[], { requestId }: Extra) {
  return errors.slice(0, limits.answerErrorsMax).map((error) => shown(parts, error, requestId));
}

function shown(parts: ServerParts, error: unknown, requestId: string) {
  if (!isRequestError(error)) logFault(parts.log, error, { request: requestId });
  const formatted = error instanceof GraphQLError ? error.toJSON() : { message: '' };
  return signError(shownError(formatted, error), requestId, false);
}
