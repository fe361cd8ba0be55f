/** Turns what an expression yields into JSON. Bytes are counted on the way and nothing larger than the bound is made. */
import { valueBounds } from '#domain/bounds/value.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

/** Why an expression gave no value; CONDITION_ERROR when its own words are wrong. */
export type FaultCode = 'CONDITION_ERROR' | 'EXPRESSION_BUDGET' | 'TOO_LARGE';
/** A value, or a sentence that says why there is none. */
export type Evaluation<T> = { ok: true; value: T } | { ok: false; message: string; code: FaultCode };
/** How many bytes are still free; below zero when there were too few. */
export type Room = { bytesLeft: number };

/** The value as JSON. What it takes as text is subtracted from the room. */
export function toJson(value: unknown, room: Room, depth = 0): Evaluation<Json> {
  if (depth > valueBounds.jsonDepthMax)
    return wrong(`the result is nested deeper than ${valueBounds.jsonDepthMax} levels`);
  if (typeof value === 'string') return textToJson(value, room);
  if (value === null || typeof value === 'boolean') return take(room, value === false ? 5 : 4, value);
  if (typeof value === 'number') return numberToJson(value, room);
  if (typeof value === 'bigint') return numberToJson(Number(value), room, value);
  if (value instanceof Date) return textToJson(value.toISOString(), room);
  if (Array.isArray(value)) return listToJson(value, room, depth);
  if (isJsonObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    return objectToJson(value, room, depth);
  }
  const unsigned: unknown = value?.valueOf();
  if (typeof unsigned === 'bigint') return numberToJson(Number(unsigned), room, unsigned);
  return wrong('the result is no JSON value; an optional ends in .orValue(...), others in string(...)');
}

/** What a text takes in UTF-8. Counted, not encoded; a count above the most is not finished. */
export function textSizeBytes(text: string, sizeBytesMax: number): number {
  if (text.length > sizeBytesMax) return text.length;
  let size = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair stands for two of its four bytes.
    if (unit > 0x7f) size += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return size;
}

/** What a stored value takes as text, near enough for a bound; a count above the most is not finished. */
export function valueSizeBytes(value: Json, sizeBytesMax: number): number {
  let size = 0;
  const open: Json[] = [value];
  while (size <= sizeBytesMax) {
    const next = open.pop();
    if (next === undefined) break;
    if (typeof next === 'string') size += textSizeBytes(next, sizeBytesMax) + 2;
    else if (Array.isArray(next)) {
      size += next.length + 2;
      if (size <= sizeBytesMax) for (const item of next) open.push(item);
    } else if (isJsonObject(next)) {
      for (const key of Object.keys(next)) {
        size += textSizeBytes(key, sizeBytesMax) + 4;
        open.push(next[key] ?? null);
        if (size > sizeBytesMax) break;
      }
    } else size += String(next).length;
  }
  return size;
}

function wrong(message: string): Evaluation<never> {
  return { ok: false, code: 'CONDITION_ERROR', message };
}

function take<T>(room: Room, bytes: number, value: T): Evaluation<T> {
  room.bytesLeft -= bytes;
  if (room.bytesLeft >= 0) return { ok: true, value };
  const message = `the result is larger than ${valueBounds.payloadSizeBytesMax} bytes`;
  return { ok: false, code: 'TOO_LARGE', message };
}

function textToJson(text: string, room: Room): Evaluation<Json> {
  return take(room, textSizeBytes(text, Math.max(0, room.bytesLeft)) + 2, text);
}

function numberToJson(value: number, room: Room, exact?: bigint): Evaluation<Json> {
  if (!Number.isFinite(value)) return wrong('the result is not a finite number');
  if (exact !== undefined && !Number.isSafeInteger(value)) {
    return wrong(`${exact} is too large for a JSON number; use string(...)`);
  }
  return take(room, String(value).length, value);
}

function listToJson(value: unknown[], room: Room, depth: number): Evaluation<Json> {
  const fits = take(room, value.length + 2, null);
  if (!fits.ok) return fits;
  const items: Json[] = [];
  for (const item of value) {
    const converted = toJson(item, room, depth + 1);
    if (!converted.ok) return converted;
    items.push(converted.value);
  }
  return { ok: true, value: items };
}

function objectToJson(value: object, room: Room, depth: number): Evaluation<Json> {
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    const fits = take(room, textSizeBytes(key, Math.max(0, room.bytesLeft)) + 4, null);
    if (!fits.ok) return fits;
    const converted = toJson(item, room, depth + 1);
    if (!converted.ok) return converted;
    entries.push([key, converted.value]);
  }
  return { ok: true, value: Object.fromEntries(entries) };
}
