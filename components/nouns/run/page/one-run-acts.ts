/** What can be done to one run that is not over. */
import { Pause, Play, X } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import { CancelRunDocument, PauseRunDocument, ResumeRunDocument } from '#components/generated/run.ts';
import { countStates, type RunStep } from '#components/graph/graph-model.ts';
import type { Act } from '#components/kit/act/act.ts';
import { isSettled, type RunState, runMoves } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';

export type ActedRun = {
  id: string;
  state: RunState;
  endsAs: RunState | null;
  workflow: { name: string };
  steps: readonly RunStep[];
  graph: { edges: readonly { from: string; to: string; on: string }[] };
};

const pauseRun: Act<ActedRun> = {
  key: 'run.pause',
  word: 'Pause',
  Icon: Pause,
  permission: 'run.operate',
  fits: ({ state }) => state === 'RUNNING',
  call: ({ id }, reason) => ask(PauseRunDocument, { id, reason }, (data) => data.pauseRun),
  // Whoever finds it paused will want to know why.
  asks: {
    title: ({ workflow }) => `Pause this run of ${workflow.name}?`,
    verb: 'Pause run',
    reason: 'optional',
    says: () => ['Steps at work finish; no other step starts until somebody resumes the run.'],
  },
  back: { kind: 'act', key: 'run.resume' },
};

const resumeRun: Act<ActedRun> = {
  key: 'run.resume',
  word: 'Resume',
  Icon: Play,
  isPrimary: true,
  permission: 'run.operate',
  fits: ({ state }) => state === 'PAUSED',
  call: ({ id }) => ask(ResumeRunDocument, { id }, (data) => data.resumeRun),
  back: { kind: 'act', key: 'run.pause' },
};

const cancelRun: Act<ActedRun> = {
  key: 'run.cancel',
  word: 'Cancel run',
  Icon: X,
  permission: 'run.operate',
  fits: ({ state, endsAs }) => runMoves[state].CANCELLED !== undefined && endsAs === null,
  call: ({ id }, reason) => ask(CancelRunDocument, { id, reason }, (data) => data.cancelRun),
  done: (run) =>
    run.steps.some(isLastOf(run)) ? 'The run is cancelled; its last steps come now.' : 'The run is cancelled.',
  asks: {
    title: ({ workflow }) => `Cancel this run of ${workflow.name}?`,
    verb: 'Cancel run',
    isDanger: true,
    reason: 'optional',
    says: (run) => [consequence(run)],
  },
  back: { kind: 'none' },
};

/** The acts of a run, in the order of their buttons. */
export const oneRunActs: readonly Act<ActedRun>[] = [pauseRun, resumeRun, cancelRun];

function isLastOf({ graph }: ActedRun) {
  const undoing = new Set(graph.edges.flatMap(({ on, to }) => (on === 'compensation' ? [to] : [])));
  return ({ isFinally, stepKey, state }: RunStep) => (isFinally || undoing.has(stepKey)) && !isSettled(state);
}

function consequence(run: ActedRun): string {
  const isLast = isLastOf(run);
  const steps = run.steps.filter((step) => !isLast(step));
  const counts = new Map(countStates(steps).map(({ state, count }) => [state, count]));
  const running = counts.get('RUNNING') ?? 0;
  const waiting = (counts.get('PENDING') ?? 0) + (counts.get('SCHEDULED') ?? 0);
  const first =
    running === 0 ? 'No step runs at the moment' : `${sayCount(running, 'step')} at work will be told to stop`;
  return `${first}, and ${sayCount(waiting, 'step')} will not start. It does not go on afterwards, but can be run again from where it was cut off.`;
}
