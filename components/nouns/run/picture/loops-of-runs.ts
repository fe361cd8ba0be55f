import type { RunPictureQuery } from '#components/generated/run-picture.ts';

type Picture = NonNullable<RunPictureQuery['run']>;

/** The steps that run a workflow for each item of a list: they are told as those are that run a task for each. */
export function loopsOfRuns(steps: NonNullable<Picture['workflowSteps']>): Picture['loops'] {
  return steps.flatMap(({ stepKey, children }) => {
    if (children?.hasItems !== true) return [];
    const { hasItems: _, ...counts } = children;
    return [{ stepKey, iteration: null, loop: { kind: 'FOREACH', ...counts } }];
  });
}
