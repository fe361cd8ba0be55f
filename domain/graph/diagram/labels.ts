/** The words of a diagram, before any tool's quoting. */
import { graphBounds } from '#domain/bounds/graph.ts';
import type { JobState } from '#domain/machines.ts';
import type { DiagramEdge, DiagramStep } from './diagram.ts';

/** The lines in the box of a step: its id, its task, its state in a run, and what must hold for it. */
export function stepLines({ stepKey, task, state, condition }: DiagramStep): string[] {
  return [
    stepKey,
    ...(task === null || task === '' ? [] : [task]),
    ...(state === undefined ? [] : [state]),
    ...(condition === null ? [] : [`if ${condition}`]),
  ].map(oneLine);
}

/** What stands beside an edge; empty for the common one, which waits for success and nothing else. */
export function edgeWords({ on, condition }: DiagramEdge): string {
  const end = on === 'success' ? '' : `on ${on}`;
  return oneLine([end, condition === null ? '' : `if ${condition}`].filter((part) => part !== '').join(' '));
}

/** Fill, line and ink of each state, the same in every tool. The state stands in words, too. */
export const stateColours: Readonly<Record<JobState, { fill: string; line: string }>> = {
  PENDING: { fill: '#f4f4f5', line: '#a1a1aa' },
  SCHEDULED: { fill: '#f4f4f5', line: '#a1a1aa' },
  RUNNING: { fill: '#dbeafe', line: '#2563eb' },
  SUCCEEDED: { fill: '#dcfce7', line: '#15803d' },
  FAILED: { fill: '#fee2e2', line: '#b91c1c' },
  DEAD: { fill: '#fecaca', line: '#7f1d1d' },
  CANCELLED: { fill: '#fef3c7', line: '#b45309' },
  SKIPPED: { fill: '#fafafa', line: '#d4d4d8' },
};

/** The ink on all of those fills. */
export const ink = '#18181b';

// Control characters, line breaks of every kind, and marks that turn the direction of writing around.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

function oneLine(text: string): string {
  const points = [...text.replaceAll(unprintable, ' ')];
  const { diagramTextLengthMax } = graphBounds;
  return points.length <= diagramTextLengthMax ? points.join('') : `${points.slice(0, diagramTextLengthMax).join('')}…`;
}
