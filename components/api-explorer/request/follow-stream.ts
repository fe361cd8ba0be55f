/** Follows a subscription over a connection of its own, which ends with it. */
import { createClient } from 'graphql-ws';
import { tenantParams } from '#components/api/tenant-header.ts';
import type { ApiRequest } from './send-request.ts';

type Follower = {
  onOpen: () => void;
  onMessage: (message: unknown) => void;
  /** The stream has ended; with a sentence when it failed. */
  onEnd: (fault: string | undefined) => void;
};

/** Begins to follow. Returns how to stop. */
export function followStream(request: ApiRequest, { onOpen, onMessage, onEnd }: Follower): () => void {
  const { protocol, host } = window.location;
  const client = createClient({
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`,
    connectionParams: tenantParams(request.tenant),
    // A person is looking: what breaks is told, and begun again by hand or with a cursor.
    retryAttempts: 0,
    on: { connected: onOpen },
  });
  const { query, variables, operationName } = request;
  const payload = { query, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) };
  const stop = client.subscribe(payload, {
    next: onMessage,
    error: (reason) => onEnd(sayFault(reason)),
    complete: () => onEnd(undefined),
  });
  return () => {
    stop();
    void client.dispose();
  };
}

function sayFault(reason: unknown): string {
  if (Array.isArray(reason)) return reason.map((one) => sayFault(one)).join('. ');
  if (reason instanceof CloseEvent) return reason.reason === '' ? 'The connection was lost.' : reason.reason;
  if (typeof reason === 'object' && reason !== null && 'message' in reason) return String(reason.message);
  return 'The stream has failed.';
}
