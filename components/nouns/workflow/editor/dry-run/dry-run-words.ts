/** What a dry run has found, as it is said and drawn. */
import type { CanvasMarks, LinkMark, StepMark } from '#components/nouns/workflow/editor/canvas/canvas-marks.ts';
import { linkKey } from '#components/nouns/workflow/editor/canvas/links/link-key.ts';
import type { DryRun } from './use-dry-run.ts';

type ToldStep = DryRun['steps'][number];

/** What becomes of a step, in a word or two. */
export function markOf({ outcome, state }: Pick<ToldStep, 'outcome' | 'state'>): StepMark | undefined {
  switch (outcome) {
    case 'RUNS':
      return state === 'SUCCEEDED' ? { look: 'runs', words: 'runs' } : { look: 'fails', words: 'fails' };
    case 'FAILS':
      return { look: 'fails', words: 'cannot start' };
    case 'SKIPPED':
      return { look: 'skipped', words: 'skipped' };
    case 'UNKNOWN':
      return { look: 'unknown', words: 'depends' };
    case 'NOT_REACHED':
      return { look: 'skipped', words: 'not reached' };
    default:
      return undefined;
  }
}

/** The same on the canvas, with the way that the run takes. */
export function marksOfDryRun({ steps, edges }: Pick<DryRun, 'steps' | 'edges'>): CanvasMarks {
  return {
    steps: new Map(steps.flatMap((step) => pairOf(step.stepKey, markOf(step)))),
    links: new Map(edges.map((edge) => [linkKey(edge), linkMark(edge.taken)])),
  };
}

function pairOf(stepKey: string, mark: StepMark | undefined): [string, StepMark][] {
  return mark === undefined ? [] : [[stepKey, mark]];
}

function linkMark(taken: boolean | null): LinkMark {
  if (taken === null) return 'unknown';
  return taken ? 'taken' : 'untaken';
}

/** How the run ends, as a sentence. */
export function sayEnd({ outcome, failedStep, steps }: Pick<DryRun, 'outcome' | 'failedStep' | 'steps'>): string {
  const isOpen = steps.some((step) => step.outcome === 'UNKNOWN');
  if (outcome === 'FAILED') return failedStep === null ? 'The run fails.' : `The run fails: ${failedStep} does.`;
  if (outcome !== 'SUCCEEDED') return 'How the run ends cannot be told.';
  return isOpen ? 'The run succeeds, as far as that is known.' : 'The run succeeds.';
}

/** The steps by their levels. */
export function levelsOf(steps: readonly ToldStep[]): { level: number; steps: ToldStep[] }[] {
  const groups = Map.groupBy(steps, ({ level }) => level);
  return [...groups].map(([level, own]) => ({ level, steps: own })).toSorted((one, other) => one.level - other.level);
}

// More than these are asked one after the other, as the answers come in.
const askedMax = 5;

/** The steps to pretend something of: those of which something is, those that would tell more, and the one looked at. */
export function stepsToPretend(
  { steps }: Pick<DryRun, 'steps'>,
  { pretended, chosen }: { pretended: readonly string[]; chosen: readonly string[] },
): string[] {
  const known = new Set(steps.map(({ stepKey }) => stepKey));
  const asked = [...new Set(steps.flatMap(({ ask }) => ask))].slice(0, askedMax);
  const wanted = new Set([...pretended, ...asked, ...chosen]);
  return steps.map(({ stepKey }) => stepKey).filter((stepKey) => wanted.has(stepKey) && known.has(stepKey));
}
