/** Telling faults of the database apart: which to try again, which mean that the connection is gone. */

// 40001 serialisation, 40P01 deadlock; Prisma names both P2034.
const retryableCodes = new Set(['40001', '40P01', 'P2034']);
// 08xxx connection, 57P01..57P03 shutdown, 25006 read-only: this connection talks to a server that is no longer ours.
const lostConnection = /^(08\w{3}|57P0[1-5]|25006|P1001|P1002|P1008|P1017|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** True when the same transaction may simply be run again. */
export function isRetryableFault(fault: unknown): boolean {
  return codesOf(fault).some((code) => retryableCodes.has(code));
}

/** True when the server is away, shutting down or no longer primary: wait and try again on a new connection. */
export function isConnectionFault(fault: unknown): boolean {
  return (
    codesOf(fault).some((code) => lostConnection.test(code)) ||
    /connection|terminat|server closed|timeout exceeded when trying to connect/i.test(messageOf(fault))
  );
}

/** The name of the unique constraint or fields that a write met, if that is what happened. */
export function isUniqueViolation(fault: unknown): boolean {
  return codesOf(fault).some((code) => code === '23505' || code === 'P2002');
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

/** The codes that a fault carries: Prisma wraps the driver's error, so they may be on the error, in `meta`, or on a cause. */
export function codesOf(fault: unknown): string[] {
  const codes: string[] = [];
  let open: unknown[] = [fault];
  for (let depth = 0; depth < 4 && open.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const value of open) {
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, inner] of Object.entries(value)) {
        if ((key === 'code' || key === 'originalCode') && typeof inner === 'string') codes.push(inner);
        else if (typeof inner === 'object') next.push(inner);
      }
      if (value instanceof Error && 'cause' in value) next.push(value.cause);
      if (value instanceof Error && 'code' in value && typeof value.code === 'string') codes.push(value.code);
    }
    open = next;
  }
  return codes;
}
