/** What went wrong with a request, as a person should read it. */
import type { ApiError } from './client.ts';

export type Fault = {
  sentence: string;
  requestId: string | undefined;
  isSignedOut: boolean;
  /** True when the tenant of the address does not exist, or not for this person. */
  isTenantGone: boolean;
};

/** A plain sentence for every way in which a request can fail. */
export function faultOf({ status, complaints }: ApiError): Fault {
  const [first] = complaints;
  const requestId = textOf(first?.extensions.requestId);
  const isSignedOut = first?.extensions.code === 'UNAUTHENTICATED' || status === 401;
  const isTenantGone = first?.extensions.code === 'TENANT_NOT_FOUND';
  const rest = { requestId, isSignedOut, isTenantGone };
  if (isSignedOut) return { ...rest, sentence: 'Your session has ended. Sign in again.' };
  return { ...rest, sentence: first?.message ?? unreachable() };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function unreachable(): string {
  if (window.navigator.onLine) return 'Taskflow cannot be reached. Is the console process running?';
  return 'This browser has no network. What is missing here is read as soon as it has.';
}
