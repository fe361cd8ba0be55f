/** Checks of single input fields. Each hands back what is wrong with the field, so that one answer names every fault at once. */
import { valueBounds } from '#domain/bounds/value.ts';
import type { Refusal } from '#domain/refusal.ts';
import { isJsonObject, sizeBytesAbove, unfitJson } from './json.ts';
import { nameFault } from './names.ts';

type Field = { value: unknown; path: string[] };

/** The name of something new: 1 to `nameLengthMax` characters that mean what they look like. */
export function checkName({ value, path }: Field): Refusal[] {
  const misshapen = checkKnownName({ value, path });
  if (misshapen.length > 0 || typeof value !== 'string') return misshapen;
  const fault = nameFault(value);
  return fault === undefined ? [] : bad(`the name ${fault}`, path);
}

/** A name that may have been given before the rules of today: any text that can be stored. */
export function checkKnownName({ value, path }: Field): Refusal[] {
  if (typeof value !== 'string' || value.trim() === '') return bad('a name is needed here', path);
  if (value.length > valueBounds.nameLengthMax)
    return bad(`a name has at most ${valueBounds.nameLengthMax} characters`, path);
  if (value.includes('\u0000') || !value.isWellFormed())
    return bad('the name holds characters that cannot be stored', path);
  return [];
}

/** A text that may be absent; at most `lengthMax` characters. */
export function checkText({
  value,
  path,
  lengthMax = valueBounds.textLengthMax,
}: Field & { lengthMax?: number }): Refusal[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'string') return bad('a text is needed here', path);
  if (value.length > lengthMax) return bad(`at most ${lengthMax} characters fit here`, path);
  if (value.includes('\u0000') || !value.isWellFormed())
    return bad('the text holds characters that cannot be stored', path);
  return [];
}

/** A whole number that may be absent or null. */
export function checkInteger({ value, path, min, max }: Field & { min: number; max: number }): Refusal[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return [];
  return bad(`a whole number from ${min} to ${max} is needed here`, path);
}

/** A JSON value that may be absent; fit to be stored and at most `sizeBytesMax` large. */
export function checkJson({ value, path, sizeBytesMax }: Field & { sizeBytesMax: number }): Refusal[] {
  if (value === undefined || value === null) return [];
  const unfit = unfitJson(value);
  if (unfit !== undefined) return bad(`the value ${unfit}`, path);
  const sizeBytes = sizeBytesAbove(sizeBytesMax, JSON.stringify(value));
  if (sizeBytes === undefined) return [];
  return [
    { code: 'TOO_LARGE', message: `the value is ${sizeBytes} bytes large; at most ${sizeBytesMax} fit here`, path },
  ];
}

/** Labels of something new: an object of short texts that may be absent; keys and values are names. */
export function checkLabels(field: Field): Refusal[] {
  return checkLabelTexts(field, checkName);
}

/** Labels to look for, among them those that were given before the rules of today. */
export function checkKnownLabels(field: Field): Refusal[] {
  return checkLabelTexts(field, checkKnownName);
}

function checkLabelTexts({ value, path }: Field, check: (field: Field) => Refusal[]): Refusal[] {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) return bad('labels are an object of texts', path);
  const unfit = unfitJson(value);
  if (unfit !== undefined) return bad(`the value ${unfit}`, path);
  const entries = Object.entries(value);
  if (entries.length > valueBounds.labelsMax) return bad(`there are at most ${valueBounds.labelsMax} labels`, path);
  return entries.flatMap(([key, text]) => [
    ...check({ value: key, path: [...path, key] }),
    // A label may be there without a value.
    ...(text === '' ? [] : check({ value: text, path: [...path, key] })),
  ]);
}

function bad(message: string, path: string[]): Refusal[] {
  return [{ code: 'BAD_INPUT', message, path }];
}
