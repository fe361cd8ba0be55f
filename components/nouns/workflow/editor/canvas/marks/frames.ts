/** Groups and notes as the canvas draws them: a frame is as large as its steps, wherever these are. */
import type { Node } from 'reactflow';
import { type Layout, nodeSize } from '#components/graph/layout/layout.ts';
import type { CanvasLayout, MarkColour } from '#domain/canvas/layout.ts';

export type MarkData = { kind: 'group' | 'note'; index: number; text: string; colour: MarkColour; isChosen: boolean };
export type MarkOnCanvas = Node<MarkData, 'frame' | 'note'>;

const frameGap = { side: 20, top: 40 } as const;
export const noteWidth = 200;
// A note is as high as its text; so much is known of it before it is drawn.
const noteHeight = 64;

// No step is called so: ids have no characters that cannot be seen.
const sign = '\u0001';

/** The name of a frame or a note on the canvas. */
export function markKey(kind: MarkData['kind'], index: number): string {
  return `${sign}${kind} ${index}`;
}

/** The frame or note of a name; undefined for a step. */
export function markOfKey(key: string): { kind: MarkData['kind']; index: number } | undefined {
  if (!key.startsWith(sign)) return undefined;
  const [kind, index] = key.slice(sign.length).split(' ');
  return kind === 'group' || kind === 'note' ? { kind, index: Number(index) } : undefined;
}

type Shown = { layout: CanvasLayout; places: Layout; chosen: { kind: MarkData['kind']; index: number } | undefined };

/** The frames of the groups that have a step on the canvas. */
export function framesOnCanvas({ layout, places, chosen }: Shown): MarkOnCanvas[] {
  return layout.groups.flatMap(({ name, steps, colour = 'grey' }, index): MarkOnCanvas[] => {
    const corners = steps.flatMap((stepKey) => places.get(stepKey) ?? []);
    if (corners.length === 0) return [];
    const [left, top] = [Math.min(...corners.map(({ x }) => x)), Math.min(...corners.map(({ y }) => y))];
    const right = Math.max(...corners.map(({ x }) => x)) + nodeSize.width;
    const bottom = Math.max(...corners.map(({ y }) => y)) + nodeSize.height;
    const size = { width: right - left + 2 * frameGap.side, height: bottom - top + frameGap.top + frameGap.side };
    return [
      {
        id: markKey('group', index),
        type: 'frame',
        position: { x: left - frameGap.side, y: top - frameGap.top },
        ...size,
        // Through the room between its steps the canvas is still reached.
        style: { ...size, pointerEvents: 'none' },
        zIndex: -1,
        selectable: false,
        connectable: false,
        dragHandle: '.canvas-frame-name',
        data: { kind: 'group', index, text: name, colour, isChosen: isSame(chosen, 'group', index) },
      },
    ];
  });
}

/** The notes, where they stand. */
export function notesOnCanvas({ layout, chosen }: Omit<Shown, 'places'>): MarkOnCanvas[] {
  return layout.notes.map(({ text, at: [x, y], colour = 'amber' }, index) => ({
    id: markKey('note', index),
    type: 'note',
    position: { x, y },
    initialWidth: noteWidth,
    initialHeight: noteHeight,
    zIndex: -1,
    selectable: false,
    connectable: false,
    data: { kind: 'note', index, text, colour, isChosen: isSame(chosen, 'note', index) },
  }));
}

/** Everything that is to be seen at first. A note is as wide as a step. */
export function withNotes(places: Layout, { notes }: Pick<CanvasLayout, 'notes'>): Layout {
  if (notes.length === 0) return places;
  return new Map([...places, ...notes.map(({ at: [x, y] }, index) => [markKey('note', index), { x, y }] as const)]);
}

function isSame(chosen: Shown['chosen'], kind: MarkData['kind'], index: number): boolean {
  return chosen?.kind === kind && chosen.index === index;
}
