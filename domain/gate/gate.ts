/** What only so many running jobs may hold at once; a rate is held by nobody and full while too many have started. */

export const gateKinds = ['MUTEX', 'POOL', 'TASK', 'KEY', 'WORKFLOW', 'RATE'] as const;
export type GateKind = (typeof gateKinds)[number];

/** A gate by what it is called: `ownerId` is the task of a cap or a rate, or the workflow of one. */
export type GateKey = { kind: GateKind; key: string; ownerId: string | null };

/** The code of a job that waits at a gate. */
export const gateReasons = {
  MUTEX: 'MUTEX',
  POOL: 'RESOURCE',
  TASK: 'TASK_LIMIT',
  KEY: 'KEY_LIMIT',
  WORKFLOW: 'WORKFLOW_LIMIT',
  RATE: 'RATE_LIMIT',
} as const satisfies Record<GateKind, string>;

/** What a job that waits at a gate is told, up to the name of the gate. */
export const gateWaits = {
  MUTEX: 'waits for the mutex',
  POOL: 'waits for room in the pool',
  TASK: 'as many jobs as may run at once are running of the task',
  KEY: 'as many jobs as may run at once are running of the key',
  WORKFLOW: 'as many steps as may run at once are running of the workflow',
  RATE: 'as many jobs as may start in the span of its rate have started of the task',
} as const satisfies Record<GateKind, string>;

/** What a gate is called before its key. */
export const gateNames = {
  MUTEX: 'mutex',
  POOL: 'pool',
  TASK: 'limit of the task',
  KEY: 'limit of the key',
  WORKFLOW: 'limit of the workflow',
  RATE: 'rate of the task',
} as const satisfies Record<GateKind, string>;

/** Whether a text is one of them. */
export function isGateKind(text: string): text is GateKind {
  return gateKinds.some((kind) => kind === text);
}
