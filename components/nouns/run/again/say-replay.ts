/** How a run repeats an earlier one, in a few words beside its name. */
import type { RunQuery } from '#components/generated/run.ts';
import { sayCount } from '#domain/value/say-count.ts';

type Replay = NonNullable<NonNullable<RunQuery['run']>['replay']>;

/** `from what failed, 3 steps kept`. */
export function sayReplay({
  from,
  step,
  scope,
  keptSteps,
  keptItems,
}: Pick<Replay, 'from' | 'step' | 'scope' | 'keptSteps' | 'keptItems'>): string {
  const kept = [
    ...(keptSteps === 0 ? [] : [sayCount(keptSteps, 'step')]),
    ...(keptItems === 0 ? [] : [sayCount(keptItems, 'item')]),
  ].join(' and ');
  return `${beginning({ from, step, scope })}${kept === '' ? '' : `, ${kept} kept`}`;
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
