/**
 * Telling faults of the database apart, by their codes and kinds alone: which to try again, and which mean that the
 * database is away. A text is looked at only where the driver gives nothing else, and then as a whole: tenants' own
 * words travel in faults, too.
 */

// 40001 serialisation, 40P01 deadlock; Prisma names both P2034.
const retryableCodes = new Set(['40001', '40P01', 'P2034']);

// What PostgreSQL, Prisma or the operating system says when there is no server to be had:
// 08 connection, 53 out of connections or disk, 57P administrator, crash or start, 58 its own files, 25P03 and 25P04
// a session ended for its slowness, 25006 no longer primary. P1 is Prisma's family of connecting, P2024 its pool,
// P2037 too many connections.
const awayCodes =
  /^(08\w{3}|53[0134]\w{2}|57P\d\d|58\w{3}|25P0[34]|25006|P1\d{3}|P2024|P2037|ECONN\w+|EPIPE|ETIMEDOUT|E(HOST|NET)\w+|EAI_\w+|ENOTFOUND|EADDRNOTAVAIL|EMFILE|ENFILE)$/;

// As @prisma/driver-adapter-utils calls them. A password or database that was good when the process started is not
// wrong because of the work at hand.
const awayKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
  'TransactionAlreadyClosed',
  'AuthenticationFailed',
  'DatabaseAccessDenied',
  'DatabaseDoesNotExist',
]);

// What pg and pg-pool say without a code.
const awayMessages = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Query read timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Cannot use a pool after calling end on the pool',
]);

// 55P03 a lock that was not to be had in time, 57014 a statement and P2028 a transaction that took too long, 53200 no
// memory for it.
const crowdedCodes = new Set(['55P03', '57014', '53200', 'P2028']);
// P2028 again, but without a free connection nothing was begun.
const notBegun = 'Transaction API error: Unable to start a transaction in the given time.';

/** True when the same transaction may simply be run again. */
export function isRetryableFault(fault: unknown): boolean {
  return codesOf(fault).some((code) => retryableCodes.has(code));
}

/** True when the server is away, shutting down, full or no longer primary: wait and try again on a new connection. */
export function isConnectionFault(fault: unknown): boolean {
  if (codesOf(fault).some((code) => awayCodes.test(code))) return true;
  return signsOf(fault).some(
    ({ code, kind, severity, message }) =>
      (kind !== undefined && awayKinds.has(kind)) ||
      // PostgreSQL ends the session itself after either.
      severity === 'FATAL' ||
      severity === 'PANIC' ||
      (code === 'P2028' && message?.endsWith(notBegun) === true) ||
      (code === undefined && message !== undefined && awayMessages.has(message)),
  );
}

/** True when nothing is wrong with the work itself: the database is away, crowded, or a race was lost. It may succeed later. */
export function isPassingFault(fault: unknown): boolean {
  return isConnectionFault(fault) || isRetryableFault(fault) || codesOf(fault).some((code) => crowdedCodes.has(code));
}

/** The name of the unique constraint or fields that a write met, if that is what happened. */
export function isUniqueViolation(fault: unknown): boolean {
  return codesOf(fault).some((code) => code === '23505' || code === 'P2002');
}

/** The codes that a fault carries, from the outside in. */
export function codesOf(fault: unknown): string[] {
  return signsOf(fault).flatMap(({ code, originalCode }) => [code, originalCode].filter((one) => one !== undefined));
}

/** What one layer says of a fault. */
type Signs = {
  code: string | undefined;
  originalCode: string | undefined;
  kind: string | undefined;
  severity: string | undefined;
  message: string | undefined;
};

// Prisma, its adapter, the driver and the socket, each around the next; more than that wraps nothing any more.
const layersMax = 16;

// Prisma wraps the driver's error: what it is may stand on the error, in `meta.driverAdapterError`, or on a cause.
function signsOf(fault: unknown): Signs[] {
  const layers: Signs[] = [];
  const open: unknown[] = [fault];
  while (open.length > 0 && layers.length < layersMax) {
    const layer = open.shift();
    if (typeof layer !== 'object' || layer === null) continue;
    layers.push({
      code: textOf(layer, 'code'),
      originalCode: textOf(layer, 'originalCode'),
      kind: textOf(layer, 'kind'),
      severity: textOf(layer, 'severity'),
      message: layer instanceof Error ? layer.message : undefined,
    });
    if ('cause' in layer) open.push(layer.cause);
    if ('originalError' in layer) open.push(layer.originalError);
    if ('meta' in layer && typeof layer.meta === 'object' && layer.meta !== null && 'driverAdapterError' in layer.meta)
      open.push(layer.meta.driverAdapterError);
    // Every address of a host was tried.
    if (layer instanceof AggregateError) open.push(...layer.errors);
  }
  return layers;
}

function textOf(layer: object, key: string): string | undefined {
  const value: unknown = Reflect.get(layer, key);
  return typeof value === 'string' ? value : undefined;
}
