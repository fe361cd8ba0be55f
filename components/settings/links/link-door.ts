/**
 * The doors behind links: what a link promises, and what is done with it. Its secret stands behind the # of the address,
 * which the browser keeps to itself, and goes out in a body.
 */
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';

/** What a door said: what it did, or why it did nothing, as a sentence and the field that it is about. */
export type Told =
  | { ok: true; body: JsonObject }
  | { ok: false; sentence: string; code: string | undefined; field: string | undefined };

/** Asks a door; it never rejects. */
export async function askDoor(path: string, body: Record<string, string>): Promise<Told> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    // What stands between may answer with a page of its own.
    const told: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && isJsonObject(told)) return { ok: true, body: told };
    return refusal(isJsonObject(told) && isJsonObject(told.error) ? told.error : {}, answer.status);
  } catch (error) {
    // What fetch throws when nobody answers.
    if (!(error instanceof TypeError)) throw error;
    return no('Taskflow cannot be reached. Is the console process running?');
  }
}

function refusal({ message, code, path }: JsonObject, status: number): Told {
  const said = typeof message === 'string' ? asSentence(message) : `The console could not do it (status ${status}).`;
  const field = Array.isArray(path) && typeof path[0] === 'string' ? path[0] : undefined;
  return { ...no(said), code: typeof code === 'string' ? code : undefined, field };
}

function no(sentence: string): Extract<Told, { ok: false }> {
  return { ok: false, sentence, code: undefined, field: undefined };
}

/** A refusal of the API as a sentence of a page. */
export function asSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** A text of an answer; empty when there is none. */
export function textOf(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
