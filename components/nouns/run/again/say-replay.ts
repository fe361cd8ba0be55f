/** How a run repeats an earlier one, in a few words beside its name. */
import type { RunQuery } from '#components/generated/run.ts';

type Replay = NonNullable<NonNullable<RunQuery['run']>['replay']>;

/** `from what failed, 3 steps kept`. */
export function sayReplay({
  from,
  step,
  scope,
  keptSteps,
}: Pick<Replay, 'from' | 'step' | 'scope' | 'keptSteps'>): string {
  const kept = keptSteps === 0 ? '' : `, ${keptSteps} ${keptSteps === 1 ? 'step' : 'steps'} kept`;
  return `${beginning({ from, step, scope })}${kept}`;
}

function beginning({ from, step, scope }: Pick<Replay, 'from' | 'step' | 'scope'>): string {
  switch (from) {
    case 'START':
      return 'from the start';
    case 'FAILED':
      return 'from what failed';
    case 'STEP':
      return scope === 'ALONE' ? `step ${step} alone` : `from step ${step} on`;
  }
}
