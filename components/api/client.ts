/**
 * Questions and acts over HTTP. Nothing that came back is kept beyond the screen that shows it: events would not reach a
 * cache, so it would only tell what was once so.
 */
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { tellOfAct } from './acts.ts';
import { type AnyVariables, type ApiDocument, operationOf } from './document.ts';

/** What one error of an answer says. */
export type ApiComplaint = { message: string; extensions: JsonObject };
/** Why there is no answer, or not a whole one: what the API says, or nothing when it could not be reached. */
export type ApiError = { status: number | undefined; complaints: readonly ApiComplaint[] };
/** `data` is null when an error took all of it; both are there when it took a part. */
export type ApiAnswer<Data> = { data: Data | null | undefined; error: ApiError | undefined };

/** Sends a document. It never rejects: what goes wrong is in the answer. */
export type ApiClient = <Data, Variables extends AnyVariables>(
  document: ApiDocument<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
) => Promise<ApiAnswer<Data>>;

type Parts = {
  headers: Record<string, string>;
  /** Hears of everything that went wrong, whoever asked. */
  onError: (error: ApiError) => void;
  send?: typeof fetch;
};

const url = '/graphql';
const contentHeaders = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
};

/** The way to the API with these headers. */
export function apiClient({ headers, onError, send = (...request) => fetch(...request) }: Parts): ApiClient {
  return async <Data>(document: string, variables: AnyVariables, signal?: AbortSignal) => {
    const { kind, name } = operationOf(document);
    const body = JSON.stringify({ operationName: name, query: document, variables });
    const request = { method: 'POST', headers: { ...contentHeaders, ...headers }, body, signal: signal ?? null };
    const answer = await send(url, request).then(readAnswer<Data>, () => unanswered<Data>(undefined));
    // Whoever gave up waiting knows.
    if (answer.error !== undefined && signal?.aborted !== true) onError(answer.error);
    if (kind === 'mutation' && !isQuiet(name)) tellOfAct();
    return answer;
  };
}

// What somebody writes is kept again and again, and nothing that is shown says anything else because of it.
function isQuiet(operation: string): boolean {
  return operation.startsWith('Keep');
}

async function readAnswer<Data>(response: Response): Promise<ApiAnswer<Data>> {
  // What stands between may answer with a page of its own, or the connection break within the answer.
  const body: unknown = await response.json().catch(() => undefined);
  if (!isJsonObject(body)) return unanswered(response.status);
  const complaints = Array.isArray(body.errors) ? body.errors.map(complaintOf) : [];
  const isWhole = complaints.length === 0 && 'data' in body;
  // The API answers a document with what the document asks for.
  const data = body.data as Data | null | undefined;
  return { data, error: isWhole ? undefined : { status: response.status, complaints } };
}

function unanswered<Data>(status: number | undefined): ApiAnswer<Data> {
  return { data: undefined, error: { status, complaints: [] } };
}

function complaintOf(told: unknown): ApiComplaint {
  const { message, extensions } = isJsonObject(told) ? told : {};
  return { message: String(message), extensions: isJsonObject(extensions) ? extensions : {} };
}
