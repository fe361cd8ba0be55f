/** The requests that were sent from here, the last one first. */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { isVerdict, type Verdict } from './verdict.ts';

/** One request as it was sent, and how it went. */
export type SentRequest = { query: string; variables: string; atMs: number; verdict: Verdict };

// What a person looks back at; older ones are found in their own notes.
const requestsMax = 50;
// Browsers give an origin some five megabytes for all of its pages.
const lettersMax = 20_000;

/** The history after one more request. The same request again only moves to the front. */
export function withRequest(history: readonly SentRequest[], sent: SentRequest): SentRequest[] {
  if (sent.query.length + sent.variables.length > lettersMax) return [...history];
  const others = history.filter(({ query, variables }) => query !== sent.query || variables !== sent.variables);
  return [sent, ...others].slice(0, requestsMax);
}

/** Reads a history that was kept; what is not ours is left out. */
export function readHistory(kept: string | null): SentRequest[] {
  const value = parse(kept ?? '[]');
  return Array.isArray(value) ? value.flatMap(requestOf).slice(0, requestsMax) : [];
}

/** What a request is called in the list: the name of its operation, or its first field. */
export function nameOfRequest({ query }: SentRequest): string {
  const text = query.replace(/^\s*#.*$/gm, '');
  const named = /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1];
  const field = /\{\s*(?:\w+\s*:\s*)?(\w+)/.exec(text)?.[1];
  return named ?? field ?? 'request';
}

function requestOf(value: Json): SentRequest[] {
  if (!isJsonObject(value)) return [];
  const { query, variables, atMs, verdict } = value;
  if (typeof query !== 'string' || typeof variables !== 'string') return [];
  if (typeof atMs !== 'number' || !isVerdict(verdict)) return [];
  return [{ query, variables, atMs, verdict }];
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
