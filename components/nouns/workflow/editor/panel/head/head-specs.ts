/** What a workflow says about itself beside its name, its variables and its steps. */
import type { FieldSpec } from '#components/nouns/workflow/editor/panel/fields/field-specs.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import type { FailureMode } from '#domain/workflow/definition.ts';

export const limitFields: readonly FieldSpec[] = [
  {
    path: ['limits', 'maxConcurrentTasks'],
    label: 'Steps of one run at once',
    control: { kind: 'whole' },
    placeholder: 'no limit',
  },
  {
    path: ['limits', 'maxRunningSteps'],
    label: 'Steps of all runs at once',
    control: { kind: 'whole', max: workflowBounds.runningStepsMax },
    placeholder: 'no limit',
  },
  {
    path: ['limits', 'maxExecutionTime'],
    label: 'A run takes at most',
    control: { kind: 'duration' },
    placeholder: 'no limit',
  },
  {
    path: ['limits', 'maxIterations'],
    label: 'Rounds of a step that repeats while',
    control: { kind: 'whole', max: workflowBounds.iterationsMax },
    placeholder: '1000',
  },
];

export const failureWords: Record<FailureMode, string> = {
  fail: 'Start no more steps',
  cancel: 'Cancel the open ones too',
  continue: 'Go on with the other branches',
};
