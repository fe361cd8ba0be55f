/**
 * How a definition is drawn, as its author left it: where steps stand that were moved by hand, which belong together,
 * and notes beside them. Nothing of it changes what runs.
 */
import { canvasBounds } from '#domain/bounds/canvas.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject, unfitJson } from '#domain/value/json.ts';

export const markColours = ['grey', 'blue', 'green', 'amber', 'red', 'violet'] as const;
export type MarkColour = (typeof markColours)[number];

/** The upper left corner, in pixels at full size, to the right and down. */
export type Point = [x: number, y: number];
export type StepGroup = { name: string; steps: string[]; colour?: MarkColour };
export type CanvasNote = { text: string; at: Point; colour?: MarkColour };
/** Steps without a place stand where their dependencies put them. */
export type CanvasLayout = { places: Record<string, Point>; groups: StepGroup[]; notes: CanvasNote[] };

export const noLayout: CanvasLayout = { places: {}, groups: [], notes: [] };

export type LayoutFault = { code: RefusalCode; message: string; path: string[] };
type Say = (message: string, path: string[], code?: RefusalCode) => void;

/** Reads it and says what is wrong, each with its place inside of `layout`. */
export function readCanvasLayout(body: Json): { layout: CanvasLayout; faults: LayoutFault[] } {
  const faults: LayoutFault[] = [];
  const say: Say = (message, path, code = 'BAD_INPUT') => {
    faults.push({ code, message, path });
  };
  if (!isJsonObject(body)) {
    say('layout is an object of places, groups and notes', []);
    return { layout: noLayout, faults };
  }
  onlyThese(say, { value: body, known: ['places', 'groups', 'notes'], path: [] });
  const layout = {
    places: readPlaces(say, body.places),
    groups: listOf(say, { value: body.groups, field: 'groups', max: canvasBounds.groupsMax }).flatMap((entry, index) =>
      readGroup(say, entry, ['groups', String(index)]),
    ),
    notes: listOf(say, { value: body.notes, field: 'notes', max: canvasBounds.notesMax }).flatMap((entry, index) =>
      readNote(say, entry, ['notes', String(index)]),
    ),
  };
  return { layout, faults };
}

function onlyThese(say: Say, { value, known, path }: { value: JsonObject; known: string[]; path: string[] }): void {
  for (const name of Object.keys(value))
    if (!known.includes(name))
      say(`${name.slice(0, 100)} is not a field here; there are ${known.join(', ')}`, [...path, name], 'UNKNOWN_FIELD');
}

function readPlaces(say: Say, value: Json | undefined): Record<string, Point> {
  if (value === undefined) return {};
  if (!isJsonObject(value)) {
    say('places is an object of steps, each with its [x, y]', ['places']);
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([stepKey, at]) => {
      const point = readPoint(say, at, ['places', stepKey]);
      return point === undefined ? [] : [[stepKey, point]];
    }),
  );
}

function readPoint(say: Say, value: Json | undefined, path: string[]): Point | undefined {
  const [x, y, ...more] = Array.isArray(value) ? value : [];
  const isFit = (one: Json | undefined): one is number =>
    typeof one === 'number' && Number.isInteger(one) && Math.abs(one) <= canvasBounds.coordinateMax;
  if (isFit(x) && isFit(y) && more.length === 0) return [x, y];
  say(`a place is [x, y], whole numbers of at most ${canvasBounds.coordinateMax}`, path);
  return undefined;
}

function listOf(say: Say, given: { value: Json | undefined; field: string; max: number }): Json[] {
  const { value, field, max } = given;
  if (value === undefined) return [];
  if (!Array.isArray(value)) say(`${field} is a list`, [field]);
  else if (value.length > max) say(`there are more than ${max} ${field}`, [field], 'TOO_LARGE');
  else return value;
  return [];
}

function readGroup(say: Say, value: Json, path: string[]): StepGroup[] {
  if (!isJsonObject(value)) {
    say('a group has a name and steps', path);
    return [];
  }
  onlyThese(say, { value, known: ['name', 'steps', 'colour'], path });
  const name = readText(say, { value: value.name, path: [...path, 'name'], lengthMax: valueBounds.nameLengthMax });
  const steps = Array.isArray(value.steps) ? value.steps.filter((step) => typeof step === 'string') : [];
  if (steps.length === 0 || !Array.isArray(value.steps) || steps.length < value.steps.length)
    say('steps is a list of the ids of one step or more', [...path, 'steps']);
  const colour = readColour(say, value.colour, path);
  return name === undefined ? [] : [{ name, steps, ...colour }];
}

function readNote(say: Say, value: Json, path: string[]): CanvasNote[] {
  if (!isJsonObject(value)) {
    say('a note has a text, and says where it stands', path);
    return [];
  }
  onlyThese(say, { value, known: ['text', 'at', 'colour'], path });
  const text = readText(say, { value: value.text, path: [...path, 'text'], lengthMax: canvasBounds.noteLengthMax });
  const at = readPoint(say, value.at, [...path, 'at']);
  const colour = readColour(say, value.colour, path);
  return text === undefined || at === undefined ? [] : [{ text, at, ...colour }];
}

function readColour(say: Say, value: Json | undefined, path: string[]): { colour?: MarkColour } {
  if (value === undefined) return {};
  const colour = markColours.find((known) => known === value);
  if (colour !== undefined) return { colour };
  say(`colour is one of ${markColours.join(', ')}`, [...path, 'colour']);
  return {};
}

function readText(
  say: Say,
  { value, path, lengthMax }: { value: Json | undefined; path: string[]; lengthMax: number },
): string | undefined {
  const isText = typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax;
  if (isText && unfitJson(value) === undefined) return value;
  say(`${path.at(-1)} is a text of 1 to ${lengthMax} characters`, path);
  return undefined;
}

/** The same as JSON, without what is empty; undefined when nothing is left. */
export function printCanvasLayout({ places, groups, notes }: CanvasLayout): JsonObject | undefined {
  const printed: JsonObject = {
    ...(Object.keys(places).length > 0 && { places }),
    ...(groups.length > 0 && { groups }),
    ...(notes.length > 0 && { notes }),
  };
  return Object.keys(printed).length === 0 ? undefined : printed;
}

/** What is wrong with a layout beside the steps there are. */
export function layoutFaults({ places, groups }: CanvasLayout, has: (stepKey: string) => boolean): LayoutFault[] {
  const faults: LayoutFault[] = [];
  const unknown = (stepKey: string, path: string[]) => {
    if (!has(stepKey))
      faults.push({ code: 'NOT_FOUND', message: `layout: no step is called ${stepKey.slice(0, 200)}`, path });
  };
  for (const stepKey of Object.keys(places)) unknown(stepKey, ['places', stepKey]);
  const [grouped, names] = [new Map<string, string>(), new Set<string>()];
  for (const [index, { name, steps }] of groups.entries()) {
    if (names.has(name))
      faults.push({
        code: 'DUPLICATE_ID',
        message: `layout: two groups are called ${name}`,
        path: ['groups', String(index), 'name'],
      });
    names.add(name);
    for (const [place, stepKey] of steps.entries()) {
      const path = ['groups', String(index), 'steps', String(place)];
      unknown(stepKey, path);
      const other = grouped.get(stepKey);
      if (other !== undefined)
        faults.push({ code: 'DUPLICATE_ID', message: `layout: ${stepKey} is in the group ${other} already`, path });
      grouped.set(stepKey, name);
    }
  }
  return faults;
}
