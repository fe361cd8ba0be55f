/** What can be done at a step of a run, and of what cannot be done now: why. The graph and the table offer the same. */
import type { RunStep } from '#components/graph/graph-model.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { isSettledRun, jobMoves, type RunState, runMoves } from '#domain/machines.ts';

export const stepActKeys = [
  'approve',
  'deny',
  'signal',
  'run-now',
  'cancel-job',
  'again',
  'alone',
  'pause-run',
  'resume-run',
] as const;
export type StepActKey = (typeof stepActKeys)[number];

/** `whyNot` says why it cannot be done now, in a few words beside its own. */
export type StepAct = { key: StepActKey; word: string; whyNot: string | undefined };

/** What a step waits for, as far as it was read. */
export type AskedWait = { signal: string | null; mayDecide: boolean; roles: readonly string[] };

export type StepFacts = {
  step: Pick<RunStep, 'state' | 'startedAt' | 'isKept'> & { job: { id: string } | null };
  kind: 'TASK' | 'WAIT' | 'APPROVAL' | 'WORKFLOW' | undefined;
  run: { state: RunState; endsAs: RunState | null };
  /** Undefined while it is read, null where there is nothing to wait for. */
  wait: AskedWait | null | undefined;
  isUndoing: boolean;
  /** Whether the step is shown as it was: an act would be done to what it is. */
  isPast: boolean;
  permissions: readonly string[];
};

const noRight = 'not with your role';

/** The acts that make sense at the step as it is, in the order of the menu. */
export function stepActs(facts: StepFacts): StepAct[] {
  if (facts.isPast) return [];
  return [...answers(facts), ...jobActs(facts), ...rerunActs(facts), ...runActs(facts)];
}

function answers({ step, kind, wait, permissions }: StepFacts): StepAct[] {
  const isOpen = step.state === 'PENDING' && step.startedAt !== null;
  if (!isOpen || kind === undefined || kind === 'TASK' || wait === null) return [];
  if (kind === 'APPROVAL') {
    const whyNot = wait === undefined ? 'is being read' : wait.mayDecide ? undefined : `for ${namesOf(wait.roles)}`;
    return [
      { key: 'approve', word: 'Approve …', whyNot },
      { key: 'deny', word: 'Deny …', whyNot },
    ];
  }
  if (wait === undefined || wait.signal === null) return [];
  return [{ key: 'signal', word: `Send signal ${wait.signal} …`, whyNot: without('run.operate', permissions) }];
}

function namesOf(roles: readonly string[]): string {
  return roles.map((role) => role.toLowerCase()).join(' or ');
}

function jobActs({ step, permissions }: StepFacts): StepAct[] {
  // The job of a kept step is of another run, where it is over.
  if (step.job === null || step.isKept) return [];
  const moves = jobMoves[step.state];
  const whyNot = without('job.operate', permissions);
  const acts: StepAct[] = [];
  if (moves.PENDING !== undefined && moves.RUNNING !== undefined)
    acts.push({ key: 'run-now', word: 'Run now', whyNot });
  if (moves.CANCELLED !== undefined) acts.push({ key: 'cancel-job', word: 'Cancel this step …', whyNot });
  return acts;
}

function rerunActs({ run, isUndoing, permissions }: StepFacts): StepAct[] {
  // What undoes a step has no place of its own in the definition.
  if (isUndoing) return [];
  const whyNot = without('run.operate', permissions) ?? (isSettledRun(run.state) ? undefined : 'once the run is over');
  return [
    { key: 'again', word: 'Run again from here …', whyNot },
    { key: 'alone', word: 'Run only this again …', whyNot },
  ];
}

function runActs({ run, permissions }: StepFacts): StepAct[] {
  const whyNot = without('run.operate', permissions);
  if (run.state === 'PAUSED') return [{ key: 'resume-run', word: 'Resume the run', whyNot }];
  if (runMoves[run.state].PAUSED === undefined) return [];
  return [{ key: 'pause-run', word: 'Pause the run …', whyNot }];
}

function without(permission: Permission, permissions: readonly string[]): string | undefined {
  return permissions.includes(permission) ? undefined : noRight;
}
