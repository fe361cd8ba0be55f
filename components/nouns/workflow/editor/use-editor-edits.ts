'use client';

import { type RefObject, useRef, useState } from 'react';
import type { Layout } from '#components/graph/layout/layout.ts';
import { withGroup, withGroupChanged, withNote, withNoteChanged, withPlaces } from '#domain/canvas/change-layout.ts';
import type { CanvasLayout, CanvasNote } from '#domain/canvas/layout.ts';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import type { Edit } from '#domain/workflow/edit/edit.ts';
import { isKind } from './canvas/kind-words.ts';
import { linkKey } from './canvas/links/link-key.ts';
import { type Alignment, aligned } from './model/align.ts';
import { insertedBetween, type Link } from './model/link-edits.ts';
import { type LoopKind, loopEdits, loopKindsOf, loopRefusals } from './model/loop-edits.ts';
import { type ComesAfter, newStep, type StepOffer } from './model/step-offers.ts';
import type { Editing } from './model/use-editing.ts';

/** A question that is open in front of the editor. */
export type OpenWindow =
  | {
      kind: 'add';
      after: string | undefined;
      on?: DependencyKind | undefined;
      hasCondition?: boolean | undefined;
      step?: StepOffer['kind'] | undefined;
    }
  | { kind: 'insert'; link: Link }
  | { kind: 'compensate'; step: string }
  | { kind: 'connect'; from: string };

/** What stands beside the canvas. */
export type SideView = 'properties' | 'steps' | 'dry-run';

/** A frame or a note on the canvas, by its place in the layout. */
export type ChosenMark = { kind: 'group' | 'note'; index: number };

/** What a menu was opened on, and where. */
export type MenuTarget = { on: 'step' | 'link' | 'mark' | 'canvas'; x: number; y: number; focus: HTMLElement };

/** What only the canvas knows, for as long as there is one. */
export type CanvasHandle = {
  places: Layout;
  /** The place on the canvas of a point of the window. */
  at: (point: { x: number; y: number }) => { x: number; y: number };
};

/** What can be done in the editor by the mouse, by keys and by the list alike. */
export type EditorActs = ReturnType<typeof useEditorActs>;

/** The acts on one definition. */
export function useEditorActs(editing: Editing) {
  const { sketch, chosen, change, refuse } = editing;
  const [window, ask] = useState<OpenWindow>();
  const { link, mark, chooseLink, chooseMark } = useBeside(editing);
  const [menu, openMenu] = useState<MenuTarget>();
  const [side, show] = useState<SideView>('properties');
  const after = chosen.length === 1 ? chosen[0] : undefined;
  const edge = sketch?.picture.edges.find((one) => linkKey(one) === link);
  const chosenLink = edge === undefined ? undefined : linkOf(edge);
  const canvas = useRef<CanvasHandle>(null);
  const layoutActs = useLayoutActs(editing, { canvas, chooseMark });
  const chosenMark = sketch !== undefined && isThere(sketch.layout, mark) ? mark : undefined;
  return {
    /** The step that a new one comes after: the one that is chosen. */
    after,
    /** Adds a step, after the chosen one unless another one is said, and at a place of the canvas. */
    add: (offer: StepOffer, to: ComesAfter = { after, on: 'success' }, at?: { x: number; y: number }) => {
      const step = newStep(offer, to, sketch?.steps ?? new Map<string, unknown>());
      const place = to.after === undefined ? {} : { after: to.after };
      const added: Edit = { kind: 'add-step', step, ...place };
      if (at === undefined || sketch === undefined) return change(added, { chooses: true });
      // Where it was dropped is written before it, and the two are undone as one.
      const layout = withPlaces(sketch.layout, new Map([[step.id, at]]));
      return change([{ kind: 'set-layout', layout }, added], { chooses: true });
    },
    askInsert: (one: Parameters<typeof linkOf>[0]) => {
      const between = linkOf(one);
      if (between !== undefined) ask({ kind: 'insert', link: between });
    },
    /** Sets a step between two. */
    insert: (offer: StepOffer, between: Link) => {
      const taken = sketch?.steps ?? new Map<string, unknown>();
      const step = newStep(offer, { ...between, after: between.from }, taken);
      if (!change(insertedBetween(between, step))) return;
      chooseLink(undefined);
      editing.choose([step.id]);
    },
    /** Takes out the dependency or the steps that are chosen; undefined while nothing is. */
    remove: removalOf({ editing, link: chosenLink, mark: chosenMark, chooseMark, draw: layoutActs.draw }),
    repeat: (stepKey: string, kind: LoopKind | undefined) => {
      const step = sketch?.steps.get(stepKey);
      if (step === undefined) return;
      if (kind !== undefined && !loopKindsOf(step).includes(kind)) refuse(loopRefusals[kind]);
      else change(loopEdits(step, kind, sketch?.definition.variables ?? {}));
    },
    ...layoutActs,
    window,
    ask,
    /** The dependency that is chosen on the canvas. */
    link,
    chosenLink,
    chooseLink,
    mark: chosenMark,
    chooseMark,
    menu,
    openMenu,
    side,
    show,
  };
}

type Beside = { link?: string; mark?: ChosenMark; steps: string };

// A dependency, a frame or a note that is chosen, until another one or a step is.
function useBeside({ chosen, choose }: Editing) {
  const steps = JSON.stringify(chosen);
  const [beside, setBeside] = useState<Beside>({ steps });
  if (beside.steps !== steps) setBeside(chosen.length > 0 ? { steps } : { ...beside, steps });
  return {
    link: beside.link,
    mark: beside.mark,
    chooseLink: (link: string | undefined) =>
      setBeside((known) => ({ steps: known.steps, ...(link !== undefined && { link }) })),
    chooseMark: (mark: ChosenMark | undefined) => {
      if (mark !== undefined) choose([]);
      setBeside((known) => ({ steps: known.steps, ...(mark !== undefined && { mark }) }));
    },
  };
}

// What is drawn around the steps. All of it is one edit of the text, and is undone as one.
function useLayoutActs(
  { sketch, isStale, chosen, change, refuse }: Editing,
  { canvas, chooseMark }: { canvas: RefObject<CanvasHandle | null>; chooseMark: (mark: ChosenMark) => void },
) {
  const draw = (next: (layout: CanvasLayout) => CanvasLayout) => {
    if (sketch === undefined) return false;
    if (!isStale) return change({ kind: 'set-layout', layout: next(sketch.layout) });
    // What is drawn is older than the text, and would be written over it.
    refuse('The text cannot be read now: mend it first.');
    return false;
  };
  const putNote = ({ x, y }: { x: number; y: number }) => {
    const index = sketch?.layout.notes.length ?? 0;
    const note: CanvasNote = { text: 'Note', at: [Math.round(x), Math.round(y)], colour: 'amber' };
    if (draw((layout) => withNote(layout, note))) chooseMark({ kind: 'note', index });
  };
  return {
    draw,
    align: (how: Alignment) => {
      const moved = aligned(canvas.current?.places ?? new Map(), chosen, how);
      if (moved.size > 0) draw((layout) => withPlaces(layout, moved));
    },
    group: () => chosen.length > 0 && draw((layout) => withGroup(layout, chosen)),
    /** A note at a point of the window, to be written at once. */
    noteAt: (point: { x: number; y: number }) => putNote(canvas.current?.at(point) ?? { x: 0, y: 0 }),
    /** A note above the steps that are chosen, or above all. */
    note: () => putNote(above(canvas.current?.places ?? new Map(), chosen)),
    canvas,
    /** Puts every step where the layout has it; undefined while none was moved by hand. */
    layOut:
      sketch === undefined || Object.keys(sketch.layout.places).length === 0
        ? undefined
        : () => draw((layout) => ({ ...layout, places: {} })),
  };
}

// So much room is left for a note of a few lines.
const noteRoom = 110;

function above(places: Layout, chosen: readonly string[]): { x: number; y: number } {
  const all = chosen.length > 0 ? chosen : [...places.keys()];
  const corners = all.flatMap((stepKey) => places.get(stepKey) ?? []);
  if (corners.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...corners.map(({ x }) => x)), y: Math.min(...corners.map(({ y }) => y)) - noteRoom };
}

function isThere({ groups, notes }: CanvasLayout, mark: ChosenMark | undefined): boolean {
  if (mark === undefined) return false;
  return mark.index < (mark.kind === 'group' ? groups : notes).length;
}

function linkOf({
  from,
  to,
  on,
  condition,
}: {
  from: string;
  to: string;
  on: string;
  condition: string | null;
}): Link | undefined {
  return isKind(on) ? { from, to, on, condition: condition ?? undefined } : undefined;
}

type Removable = {
  editing: Editing;
  link: Link | undefined;
  mark: ChosenMark | undefined;
  chooseMark: (mark: ChosenMark | undefined) => void;
  draw: (next: (layout: CanvasLayout) => CanvasLayout) => boolean;
};

function removalOf({ editing: { chosen, change }, link, mark, chooseMark, draw }: Removable): (() => void) | undefined {
  if (mark !== undefined) {
    const without = mark.kind === 'group' ? withGroupChanged : withNoteChanged;
    // Its place in the layout is another one's then.
    return () => draw((layout) => without(layout, mark.index, undefined)) && chooseMark(undefined);
  }
  if (link !== undefined) {
    const { from, to, on } = link;
    return () => change({ kind: 'disconnect', from, to, on });
  }
  return chosen.length === 0 ? undefined : () => change({ kind: 'remove-steps', steps: chosen });
}
