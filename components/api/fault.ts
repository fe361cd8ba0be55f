/** What went wrong with a request, as a person should read it. */
import type { CombinedError } from 'urql';

export type Fault = { sentence: string; requestId: string | undefined; isSignedOut: boolean };

/** A plain sentence for every way in which a request can fail. */
export function faultOf(error: CombinedError): Fault {
  const [first] = error.graphQLErrors;
  const requestId = textOf(first?.extensions.requestId);
  const isSignedOut = first?.extensions.code === 'UNAUTHENTICATED' || error.response?.status === 401;
  if (isSignedOut) return { sentence: 'Your session has ended. Sign in again.', requestId, isSignedOut };
  if (first !== undefined) return { sentence: first.message, requestId, isSignedOut };
  return { sentence: 'Taskflow cannot be reached. Is the console process running?', requestId, isSignedOut };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
