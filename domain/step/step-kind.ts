/** Of which kind a step is: carried out by a task, or waiting for time, a signal or a person without one. */
import type { Json, JsonObject } from '#domain/value/json.ts';

export const stepKinds = ['TASK', 'WAIT', 'APPROVAL'] as const;
export type StepKind = (typeof stepKinds)[number];

type Kinds = { params: Json; wait?: JsonObject; approval?: JsonObject };

/** The kind of a step of a definition. */
export function kindOf({ wait, approval }: Omit<Kinds, 'params'>): StepKind {
  if (wait !== undefined) return 'WAIT';
  return approval === undefined ? 'TASK' : 'APPROVAL';
}

/** What is filled in when the step is ready: the params of its task, or what it waits for. A form is taken as it stands. */
export function givenTo({ params, wait, approval }: Kinds): Json {
  if (approval === undefined) return wait ?? params;
  const { form: _, ...asked } = approval;
  return asked;
}
