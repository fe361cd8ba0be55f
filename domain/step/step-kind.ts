/** Of which kind a step is: carried out by a task, waiting for time, a signal or a person without one, or running a workflow. */
import type { Json, JsonObject } from '#domain/value/json.ts';

export const stepKinds = ['TASK', 'WAIT', 'APPROVAL', 'WORKFLOW'] as const;
export type StepKind = (typeof stepKinds)[number];

type Kinds = { params: Json; wait?: JsonObject; approval?: JsonObject; workflow?: string };

/** The kind of a step of a definition. */
export function kindOf({ wait, approval, workflow }: Omit<Kinds, 'params'>): StepKind {
  if (workflow !== undefined) return 'WORKFLOW';
  if (wait !== undefined) return 'WAIT';
  return approval === undefined ? 'TASK' : 'APPROVAL';
}

/** What is filled in when the step is ready: the params of its task or workflow, or what it waits for. A form is taken as it stands. */
export function givenTo({ params, wait, approval }: Kinds): Json {
  if (approval === undefined) return wait ?? params;
  const { form: _, ...asked } = approval;
  return asked;
}

/** True for a step that counts among those that run at once: what only waits does not. */
export function isWork(kind: StepKind): boolean {
  return kind === 'TASK' || kind === 'WORKFLOW';
}
