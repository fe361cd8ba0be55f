/** Changes of a layout, each as the layout after it. Steps are in one group at most, and a group has at least one. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { CanvasLayout, CanvasNote, MarkColour, Point } from './layout.ts';

type Places = ReadonlyMap<string, { x: number; y: number }>;

/** The steps stand at other places from now on. */
export function withPlaces(layout: CanvasLayout, moved: Places): CanvasLayout {
  const places = [...moved].map(([stepKey, { x, y }]): [string, Point] => [stepKey, [Math.round(x), Math.round(y)]]);
  return { ...layout, places: { ...layout.places, ...Object.fromEntries(places) } };
}

/** Steps in a frame under a name. They leave the groups that they were in. */
export function withGroup(layout: CanvasLayout, steps: readonly string[]): CanvasLayout {
  const left = withoutMembers(layout, steps);
  const names = new Set(left.groups.map(({ name }) => name));
  let name = 'Group';
  for (let number = 2; names.has(name); number += 1) name = `Group ${number}`;
  return { ...left, groups: [...left.groups, { name, steps: [...steps], colour: 'blue' }] };
}

/** The groups without some steps; one that has no other is gone. */
export function withoutMembers(layout: CanvasLayout, steps: readonly string[]): CanvasLayout {
  const gone = new Set(steps);
  const groups = layout.groups
    .map((group) => ({ ...group, steps: group.steps.filter((step) => !gone.has(step)) }))
    .filter((group) => group.steps.length > 0);
  return { ...layout, groups };
}

type GroupChange = { name?: string; colour?: MarkColour };

/** Another name or colour for a group; without a change it is dissolved. */
export function withGroupChanged(layout: CanvasLayout, index: number, change: GroupChange | undefined): CanvasLayout {
  const groups = layout.groups.flatMap((group, place) => {
    if (place !== index) return [group];
    return change === undefined ? [] : [{ ...group, ...change }];
  });
  return { ...layout, groups };
}

/** A note more. */
export function withNote(layout: CanvasLayout, note: CanvasNote): CanvasLayout {
  return { ...layout, notes: [...layout.notes, note] };
}

/** Another text, place or colour for a note; without a change it is gone. */
export function withNoteChanged(
  layout: CanvasLayout,
  index: number,
  change: Partial<CanvasNote> | undefined,
): CanvasLayout {
  const notes = layout.notes.flatMap((note, place) => {
    if (place !== index) return [note];
    return change === undefined ? [] : [{ ...note, ...change }];
  });
  return { ...layout, notes };
}

/**
 * A layout as it is written, after steps were removed (`undefined`) or got other names. What cannot be read stays as it
 * is; undefined when nothing is left.
 */
export function layoutAfter(written: Json, nameOf: (stepKey: string) => string | undefined): Json | undefined {
  if (!isJsonObject(written)) return written;
  const { places, groups, ...rest } = written;
  const next: JsonObject = {
    ...(places !== undefined && { places: placesAfter(places, nameOf) }),
    ...(groups !== undefined && { groups: groupsAfter(groups, nameOf) }),
    ...rest,
  };
  const kept = Object.entries(next).filter(([name, value]) => !isEmpty(value) || isEmpty(written[name] ?? null));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

type NameOf = Parameters<typeof layoutAfter>[1];

function placesAfter(places: Json, nameOf: NameOf): Json {
  if (!isJsonObject(places)) return places;
  return Object.fromEntries(
    Object.entries(places).flatMap(([stepKey, at]) => {
      const name = nameOf(stepKey);
      return name === undefined ? [] : [[name, at]];
    }),
  );
}

function groupsAfter(groups: Json, nameOf: NameOf): Json {
  if (!Array.isArray(groups)) return groups;
  return groups.flatMap((group): Json[] => {
    if (!isJsonObject(group) || !Array.isArray(group.steps)) return [group];
    const steps = group.steps.flatMap((step): Json[] => {
      const name = typeof step === 'string' ? nameOf(step) : step;
      return name === undefined ? [] : [name];
    });
    return steps.length === 0 && group.steps.length > 0 ? [] : [{ ...group, steps }];
  });
}

function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}
