/** The bytes of a run's progress: one for each step. They are stored, so a number never changes its meaning. */

/** WAITING_ROOM: may start, but the run is paused or has no room for another task. */
export const stepCodes = {
  WAITING: 0,
  OPEN: 1,
  SUCCEEDED: 2,
  FAILED: 3,
  DEAD: 4,
  CANCELLED: 5,
  SKIPPED: 6,
  WAITING_ROOM: 7,
} as const;
export type StepState = keyof typeof stepCodes;

const stepStates: readonly StepState[] = [
  'WAITING',
  'OPEN',
  'SUCCEEDED',
  'FAILED',
  'DEAD',
  'CANCELLED',
  'SKIPPED',
  'WAITING_ROOM',
];

/** The state that a code stands for; undefined when there is no such code. */
export function stepStateOf(code: number): StepState | undefined {
  return stepStates[code];
}
