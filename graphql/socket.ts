/**
 * GraphQL over WebSocket, protocol graphql-transport-ws. A socket says who it is in its first message; who it is and
 * what it may do is asked again at every subscribe and every few seconds while it follows something.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import { handleProtocols, makeServer, type Context as SocketContext } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type InexactNumber, readExactJson } from '#domain/exact-json.ts';
import { isJsonObject } from '#domain/json.ts';
import { isPassingFault } from '#engine/faults.ts';
import { type Caller, type Credentials, credentialsOf, findCaller } from './callers.ts';
import type { Console } from './console.ts';
import { logFault } from './endpoint.ts';
import { isRequestError, requestError, shownError, signError } from './errors.ts';
import { isOwnOrigin, requestIdOf } from './http.ts';
import { limits } from './limits/bounds.ts';
import { refuseOperation } from './limits/refuse-operation.ts';
import { inexactError } from './limits/refuse-values.ts';
import { subscribeShared } from './live.ts';
import { type RequestContext, requestContext } from './request.ts';

export type Sockets = { accept(request: IncomingMessage, socket: Duplex, head: Buffer): void; close(): Promise<void> };

type Extra = {
  socket: WebSocket;
  credentials: Credentials;
  requestId: string;
  recheck: ReturnType<typeof setInterval> | undefined;
  /** The number that the message just received would not keep. */
  inexact: InexactNumber | undefined;
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
// A right that was taken away ends what follows from it within five seconds.
const recheckMs = 3_000;
// How long a closing socket may take to say goodbye.
const goodbyeMsMax = 1_000;

/** Opens the door for WebSockets. */
export function openSockets(house: Console, schema: GraphQLSchema): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytesMax,
    perMessageDeflate: false,
    handleProtocols,
    clientTracking: true,
  });
  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: limits.connectionInitMsMax,
    subscribe: subscribeShared,
    onConnect: async (connection) => {
      const { extra } = connection;
      extra.credentials = { ...extra.credentials, ...fromParams(connection.connectionParams) };
      const found = await findCaller(house.database, extra.credentials);
      if ('refused' in found || found.caller.isStranger) return false;
      extra.recheck = setInterval(() => recheck(house, extra), recheckMs);
      return true;
    },
    onSubscribe: async (connection, _id, payload) => await prepare(house, schema, { connection, payload }),
    onNext: (connection, _id, _payload, _args, result) =>
      result.errors === undefined
        ? undefined
        : { ...result, errors: result.errors.map((error) => shown(house, error, connection.extra.requestId)) },
    onError: (connection, _id, _payload, errors) =>
      errors.map((error) => shown(house, error, connection.extra.requestId)),
    onClose: (connection) => clearInterval(connection.extra.recheck),
  });

  server.on('connection', (socket, request) => open(house, protocol, { socket, request }));
  return {
    accept: (request, socket, head) => {
      if (!isOwnOrigin(request)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (accepted) => server.emit('connection', accepted, request));
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
  house: Console,
  protocol: ReturnType<typeof makeServer<Record<string, unknown> | undefined, Extra>>,
  { socket, request }: { socket: WebSocket; request: IncomingMessage },
): void {
  const requestId = requestIdOf(request);
  const extra: Extra = {
    socket,
    credentials: credentialsOf(request),
    requestId,
    recheck: undefined,
    inexact: undefined,
  };
  house.metrics.sockets.inc();
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
  socket.on('error', (fault) => house.log.debug({ request: requestId, fault }, 'socket.error'));
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
            logFault(house.log, fault, { request: requestId });
            if (isPassingFault(fault)) socket.close(tryLater, 'the database does not answer at the moment');
            else socket.close(internalFault, 'an internal fault');
          });
        }),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    clearInterval(ping);
    house.metrics.sockets.dec();
    void closed(code, String(reason));
  });
}

type Asked = {
  connection: Connection;
  payload: {
    query: string;
    operationName?: string | null | undefined;
    variables?: Record<string, unknown> | null | undefined;
  };
};

async function prepare(house: Console, schema: GraphQLSchema, { connection, payload }: Asked) {
  const { extra } = connection;
  if (extra.inexact !== undefined) {
    const { text, path } = extra.inexact;
    return [inexactError({ text, path: path[0] === 'payload' ? path.slice(1) : path })];
  }
  const found = await findCaller(house.database, extra.credentials);
  if ('refused' in found) {
    extra.socket.close(unauthorised, 'the credentials no longer hold');
    return [found.refused];
  }
  if (Object.keys(connection.subscriptions).length > limits.operationsPerSocketMax) {
    return [requestError('BAD_REQUEST', `a socket carries at most ${limits.operationsPerSocketMax} operations`, 400)];
  }
  const read = house.documents.read(payload.query);
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
    canFollow: true,
  });
  if (refused !== undefined) return [refused];
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: variables,
    contextValue: contextOf(house, found.caller, extra),
  };
}

function contextOf(house: Console, caller: Caller, { socket, requestId }: Extra): RequestContext {
  const { feed, metrics } = house;
  const close = () => {
    socket.close(tooSlow, 'reading too slowly; connect again and resume after your last cursor');
    // A reader that does not read gets no goodbye either.
    setTimeout(() => socket.terminate(), goodbyeMsMax).unref();
  };
  return requestContext(house, caller, { requestId, live: { feed, metrics, tooSlow: close } });
}

function recheck(house: Console, { socket, credentials, requestId }: Extra): void {
  findCaller(house.database, credentials).then(
    (found) => {
      if ('refused' in found) socket.close(unauthorised, 'the credentials no longer hold');
      else if (!found.caller.actor.permissions.has('read')) socket.close(forbidden, 'the right to read is gone');
    },
    // The database is away: what was true a moment ago stays true until it answers.
    (fault: unknown) => house.log.warn({ request: requestId, fault }, 'socket.recheck'),
  );
}

function fromParams(params: unknown): Partial<Credentials> {
  if (!isJsonObject(params)) return {};
  const { authorization, tenant } = params;
  return { ...(typeof authorization === 'string' && { authorization }), ...(typeof tenant === 'string' && { tenant }) };
}

function shown(house: Console, error: unknown, requestId: string) {
  if (!isRequestError(error)) logFault(house.log, error, { request: requestId });
  const formatted = error instanceof GraphQLError ? error.toJSON() : { message: '' };
  return signError(shownError(formatted, error), requestId, false);
}
