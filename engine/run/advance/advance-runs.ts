/**
 * Moves runs on: takes in what their steps did, asks the domain what follows, and writes it. Everything happens under
 * the lock of the runs' rows, so that a fan-in happens once and the events of a run are numbered without gap.
 */
import { decideRun, type RunInput, type StepResult } from '#domain/run/decide-run.ts';
import { type Budgets, costOf, createBudgets, stepAt } from '#domain/run/run-reader.ts';
import { stepCodes } from '#domain/run/step-codes.ts';
import type { Plan } from '#domain/workflow/plan.ts';
import { takeInLoops } from '#engine/run/advance/loop/take-in-loops.ts';
import { takeUpLoops } from '#engine/run/advance/loop/take-up-loops.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { type LoadedPlan, loadPlans } from '#engine/workflow/plan-cache.ts';
import { cancelOpenJobs } from './cancel-open-jobs.ts';
import { errorSeen, loadStepResults } from './load-step-results.ts';
import type { LockedRun } from './lock-runs.ts';
import { type HandMade, type ParentStep, type Rerun, type RunWork, type StepMove, settledStateOf } from './run-work.ts';
import { findUnfitSteps, type KnownTasks } from './step-jobs.ts';
import { writeAdvances } from './write-advances.ts';

// A step that a move starts, skips or fails makes a row and an entry of the log: worth so many rounds of a loop.
export const stepCost = 20;

export type Advancing = {
  run: LockedRun;
  moves: StepMove[];
  isNew?: boolean;
  rerun?: Rerun | null;
  parent?: ParentStep | null;
  byHand?: HandMade;
};

export type AdvancedRuns = {
  /** The queues of the jobs that became claimable, one for each. */
  readied: string[];
  /** True when running jobs were cancelled: their workers should be told. */
  stopped: boolean;
};

// Results are asked for at most once per step; a decision that needs more rounds than this asks in circles.
const loadRoundsMax = 50;

/**
 * Advances the runs and writes everything that follows, in a handful of statements whatever their number. A caller that
 * can do with fewer of them says with `costMax` what they may take together: above it, a HeavyPass is thrown. `closing`
 * is called in one go with the last statements.
 */
export async function advanceRuns(
  client: Asking,
  request: {
    now: Date;
    actor: string;
    runs: readonly Advancing[];
    costMax?: number;
    closing?: () => Promise<unknown>;
  },
): Promise<AdvancedRuns> {
  const { now, actor, runs, costMax = Number.POSITIVE_INFINITY, closing = () => Promise.resolve() } = request;
  const plans = await loadPlans(
    client,
    runs.map(({ run }) => ({ tenantId: run.tenantId, versionId: run.versionId })),
  );
  const open = runs.map((advancing) => begin(advancing, plans));
  await takeInLoops(client, open);
  await takeUpLoops(client, open);
  const tasks: KnownTasks = new Map();
  // A run alone is bounded by its own budgets.
  const pass = createPass(runs.length > 1 ? costMax : Number.POSITIVE_INFINITY);
  let works = await decideAll(client, { works: open, now, tasks, pass });
  const stopping = works.filter((work) => work.decision.cancelOpen);
  let stopped = false;
  if (stopping.length > 0) {
    const cancelled = await cancelOpenJobs(
      client,
      stopping.map(({ run, loaded, decision }) => ({
        tenantId: run.tenantId,
        runId: run.id,
        spared: cleaningUp(loaded.plan, decision.progress),
      })),
      'RUN_FAILED',
    );
    stopped = cancelled.some((move) => move.from === 'RUNNING');
    const again = stopping.map((work) => ({
      ...work,
      run: {
        ...work.run,
        progress: work.decision.progress,
        edges: work.decision.edges,
        variables: work.decision.variables,
      },
      moves: cancelled.filter((move) => move.runId === work.run.id),
      byHand: undefined,
      loops: new Map(),
      stopped: openLoopsOf(work),
    }));
    const moved = again.filter((work) => work.moves.length + work.stopped.length > 0);
    const ended = await decideAll(client, { works: moved, now, tasks, pass });
    works = works.map((work) =>
      mergeEnded(
        work,
        ended.find((other) => other.run.id === work.run.id),
      ),
    );
  }
  const readied = await writeAdvances(client, { works, now, actor, tasks, closing });
  return { readied, stopped };
}

function begin(
  { run, moves, isNew = false, rerun = null, parent = null, byHand }: Advancing,
  plans: ReadonlyMap<string, LoadedPlan>,
): Omit<RunWork, 'decision'> {
  const loaded = plans.get(run.versionId);
  if (loaded === undefined) throw new Error(`broken invariant: run ${run.id} has a version`);
  const results = new Map<number, StepResult>();
  for (const move of moves) {
    if (settledStateOf(move.to) !== undefined && stepAt(loaded.plan, move.step).loop === null)
      results.set(move.step, { result: move.result ?? null, error: errorSeen(move.error ?? null) });
  }
  const nothing = { loops: new Map(), takenUp: new Map(), stopped: [], unfit: new Map() };
  return { run, loaded, isNew, rerun, parent, byHand, moves, results, ...nothing, budgets: createBudgets() };
}

// All that was at work of them has been cancelled, or has settled in this very transaction.
function openLoopsOf({ loaded: { plan }, decision: { progress } }: RunWork): number[] {
  return plan.steps.flatMap(({ index, loop }) =>
    loop !== null && progress[index] === stepCodes.OPEN && plan.adjacency.cleansUp[index] === 0 ? [index] : [],
  );
}

function cleaningUp({ adjacency }: Plan, progress: Uint8Array): number[] {
  return [...progress.entries()].flatMap(([step, code]) =>
    code === stepCodes.OPEN && adjacency.cleansUp[step] === 1 ? [step] : [],
  );
}

type Deciding = { works: readonly Omit<RunWork, 'decision'>[]; now: Date; tasks: KnownTasks; pass: Pass };

async function decideAll(client: Asking, { works, now, tasks, pass }: Deciding): Promise<RunWork[]> {
  const decided: RunWork[] = [];
  let open = [...works];
  for (let round = 0; open.length > 0; round += 1) {
    if (round > loadRoundsMax) throw new Error('broken invariant: a decision needs a bounded number of results');
    const needy: { work: Omit<RunWork, 'decision'>; steps: number[] }[] = [];
    const fresh: RunWork[] = [];
    for (const work of open) {
      const answer = decide(work, now);
      await pass.decided(work.budgets, answer);
      if (answer.kind === 'needs') needy.push({ work, steps: answer.steps });
      else fresh.push({ ...work, decision: answer });
    }
    await loadStepResults(client, needy);
    const unfit = await findUnfitSteps(client, fresh, tasks);
    for (const work of fresh) {
      const found = unfit.get(work.run.id);
      if (found === undefined) decided.push(work);
      else for (const [step, message] of found) work.unfit.set(step, message);
    }
    open = [...needy.map(({ work }) => work), ...fresh.filter((work) => unfit.has(work.run.id))];
  }
  return decided;
}

/** Too much for one transaction: its runs are to be moved in smaller batches, or fewer of them. */
export class HeavyPass extends Error {
  override name = 'HeavyPass';
}

type Pass = { decided(budgets: Budgets, answer: Answer): Promise<void> };

/** Lets others have the event loop while many runs are decided, and ends a pass whose runs take too much together. */
function createPass(costMax: number): Pass {
  const counted = new Map<Budgets, number>();
  let cost = 0;
  return {
    decided: async (budgets, answer) => {
      const spent = costOf(budgets);
      cost += spent - (counted.get(budgets) ?? 0) + stepsOf(answer) * stepCost;
      counted.set(budgets, spent);
      if (cost > costMax) throw new HeavyPass('the runs of this batch take too much together');
      if (isTurnOver()) await nextTurn();
    },
  };
}

type Answer = ReturnType<typeof decideRun>;

function stepsOf(answer: Answer): number {
  return answer.kind === 'needs'
    ? 0
    : answer.ready.length + answer.skipped.length + answer.failed.length + startsOf(answer);
}

function startsOf({ loops }: Extract<Answer, { kind: 'decided' }>): number {
  return loops.reduce((sum, { starts }) => sum + starts.length, 0);
}

function decide(work: Omit<RunWork, 'decision'>, now: Date): Answer {
  const { run, loaded } = work;
  return decideRun({
    // With one step alone there is nothing that a failure of before could stop.
    plan: run.isStepAlone ? { ...loaded.plan, onFailure: 'continue' } : loaded.plan,
    progress: work.isNew ? null : run.progress,
    kept: work.rerun,
    edges: run.edges,
    runState: run.state,
    ending: run.ending,
    settled: settledOf(work),
    loops: work.loops,
    takenUp: work.takenUp,
    inputs: run.inputs,
    variables: run.variables,
    superseded: run.superseded,
    byHand: work.byHand,
    results: work.results,
    unfit: work.unfit,
    run: { id: `run_${run.id}`, workflow: loaded.definition.name, startedAt: run.startedAt.toISOString() },
    now,
    budgets: work.budgets,
  });
}

// An item or a round that settles is for its loop to judge.
function settledOf({ moves, loaded, stopped }: Omit<RunWork, 'decision'>): RunInput['settled'] {
  const settled = moves.flatMap(({ step, to }) => {
    const state = settledStateOf(to);
    return state === undefined || stepAt(loaded.plan, step).loop !== null ? [] : [{ step, state }];
  });
  return [...settled, ...stopped.map((step) => ({ step, state: 'CANCELLED' as const }))];
}

// The first decision started nothing and cancelled the rest; the second one says how the run ended.
function mergeEnded(work: RunWork, ended: RunWork | undefined): RunWork {
  if (ended === undefined) return work;
  return {
    ...work,
    moves: [...work.moves, ...ended.moves],
    decision: {
      ...ended.decision,
      ready: [...work.decision.ready, ...ended.decision.ready],
      loops: [...work.decision.loops, ...ended.decision.loops],
      skipped: [...work.decision.skipped, ...ended.decision.skipped],
      failed: [...work.decision.failed, ...ended.decision.failed],
      failedStep: work.decision.failedStep ?? ended.decision.failedStep,
    },
  };
}
