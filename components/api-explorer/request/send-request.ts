/** Sends a request as this browser's session and tells what came back, unread. */
import { goToSignIn } from '#components/api/sign-in-again.ts';
import { tenantHeaders } from '#components/api/tenant-header.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export type ApiRequest = {
  tenant: string | undefined;
  query: string;
  variables: object;
  operationName: string | undefined;
};

/** What came back, or why nothing did. */
export type ApiAnswer =
  | {
      kind: 'answered';
      status: number;
      text: string;
      durationMs: number;
      sizeBytes: number;
      requestId: string | undefined;
      verdict: Verdict;
    }
  | { kind: 'unreachable' }
  | { kind: 'stopped' };

// Laying out more than this would hold up the page; it is shown as it came.
const laidOutMax = 2_000_000;

/** Sends it. The session's cookie goes along, as everywhere in the console. */
export async function sendRequest({ tenant, ...body }: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
  const startedAtMs = performance.now();
  try {
    const answer = await fetch('/graphql', {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json', ...tenantHeaders(tenant) },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const told = jsonOf(text);
    if (answer.status === 401) goToSignIn();
    return {
      kind: 'answered',
      status: answer.status,
      text: laidOut(text, told),
      durationMs: performance.now() - startedAtMs,
      sizeBytes: new Blob([text]).size,
      requestId: answer.headers.get('x-request-id') ?? undefined,
      verdict: verdictOf(answer.status, told),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return { kind: 'stopped' };
    // What fetch throws when nobody answers.
    if (error instanceof TypeError) return { kind: 'unreachable' };
    throw error;
  }
}

function laidOut(text: string, body: unknown): string {
  return body === undefined || text.length > laidOutMax ? text : JSON.stringify(body, null, 2);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
