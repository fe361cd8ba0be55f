/** A run as a graph: what stands where follows from the definition alone, what it looks like from the steps. */
import type { RunQuery } from '#components/generated/run.ts';
import { isSettled, type JobState, jobStates } from '#domain/machines.ts';

type Run = NonNullable<RunQuery['run']>;
type Rare<Whole, Field extends keyof Whole> = Omit<Whole, Field> & Partial<Pick<Whole, Field>>;

/** The steps of a definition and what they wait for. It never changes during a run. */
export type RunGraph = Omit<Run['graph'], 'nodes'> & { nodes: GraphNode[] };
/** A step of the definition; a picture that is drawn of a text names no kind. */
export type GraphNode = Rare<Run['graph']['nodes'][number], 'kind'>;
/** A dependency between two steps. */
export type GraphEdge = RunGraph['edges'][number];
/** A step with its state in this run. */
export type RunStep = Run['steps'][number];

/** What a node shows. `more` counts the other rounds of a step that loops. */
export type StepFace = {
  stepKey: string;
  task: string;
  state: JobState;
  attempt: number;
  /** How many attempts it has at most; undefined until that was read. */
  attemptsMax: number | undefined;
  startedAt: string | null;
  finishedAt: string | null;
  /** True when an earlier run carried it out and this one kept how it ended. */
  isKept: boolean;
  more: number;
};

/** Whether a run has gone, may go or will not go along an edge. */
export type EdgeFate = 'open' | 'taken' | 'untaken';

// Of several rounds of one step, the one that a person must know about is shown first.
const urgency: JobState[] = ['DEAD', 'FAILED', 'RUNNING', 'PENDING', 'SCHEDULED', 'CANCELLED', 'SUCCEEDED', 'SKIPPED'];

/** The name of a structure: two runs of one version share it, and with it their layout. */
export function structureKey(graph: RunGraph): string {
  const nodes = graph.nodes.map((node) => [node.stepKey, node.condition]);
  const edges = graph.edges.map((edge) => [edge.from, edge.to, edge.on, edge.condition]);
  return JSON.stringify([nodes, edges]);
}

/** The rounds of each step, by its id in the definition. */
export function stepsByKey(steps: readonly RunStep[]): Map<string, RunStep[]> {
  return Map.groupBy(steps, (step) => step.stepKey);
}

/** The task of a step, or what stands in its place where the step waits or runs a workflow. */
export function taskWords({ task, kind }: GraphNode): string {
  return task ?? { TASK: '', WAIT: 'wait', APPROVAL: 'approval', WORKFLOW: 'workflow' }[kind ?? 'TASK'];
}

/** What the node of a step shows, given its rounds. */
export function faceOf(node: GraphNode, rounds: readonly RunStep[]): StepFace {
  const step = shownRound(rounds);
  return {
    stepKey: node.stepKey,
    task: taskWords(node),
    state: step?.state ?? 'PENDING',
    attempt: step?.job?.attempt ?? 0,
    attemptsMax: step?.job?.maxAttempts,
    startedAt: step?.startedAt ?? null,
    finishedAt: step?.finishedAt ?? null,
    isKept: step?.isKept ?? false,
    more: Math.max(0, rounds.length - 1),
  };
}

/** True when two faces show the same. */
export function isSameFace(one: StepFace, other: StepFace): boolean {
  return (
    one.state === other.state &&
    one.attempt === other.attempt &&
    one.attemptsMax === other.attemptsMax &&
    one.startedAt === other.startedAt &&
    one.finishedAt === other.finishedAt &&
    one.isKept === other.isKept &&
    one.more === other.more
  );
}

/** The round that stands for all rounds of a step. */
export function shownRound(rounds: readonly RunStep[]): RunStep | undefined {
  return rounds.toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state))[0];
}

/** What the server tells of an edge beyond the states at its ends. */
export type LearnedEdge = { answer: 'NOT_ASKED' | 'TRUE' | 'FALSE' | 'FAILED' | null; isTaken: boolean | null };

/** An edge by what it joins, and for which end. */
export function edgeKey({ from, to, on }: Pick<GraphEdge, 'from' | 'to' | 'on'>): string {
  return JSON.stringify([from, to, on]);
}

/** What became of an edge, from the states at both its ends, and from what was learned of it. */
export function fateOf(on: string, { from, to }: { from: JobState; to: JobState }, learned?: LearnedEdge): EdgeFate {
  if (!isSettled(from)) return to === 'SKIPPED' || to === 'CANCELLED' ? 'untaken' : 'open';
  if (to === 'SKIPPED') return 'untaken';
  if (typeof learned?.isTaken === 'boolean') return learned.isTaken ? 'taken' : 'untaken';
  // Nothing is undone before the run is known to end so.
  if (on === 'compensation' && to === 'PENDING') return 'open';
  return accepts(on, from) ? 'taken' : 'untaken';
}

function accepts(on: string, from: JobState): boolean {
  switch (on) {
    case 'success':
      return from === 'SUCCEEDED';
    case 'failure':
      return from === 'FAILED' || from === 'DEAD';
    case 'completion':
      return from === 'SUCCEEDED' || from === 'FAILED' || from === 'DEAD';
    case 'skipped':
      return from === 'SKIPPED';
    default:
      return true;
  }
}

/** How many steps are in a state. */
export type StateCount = { state: JobState; count: number };

const usualStates: JobState[] = ['PENDING', 'RUNNING', 'SUCCEEDED'];

/** How many steps are in each state; states without steps are left out. */
export function countStates(steps: readonly RunStep[]): StateCount[] {
  const groups = Map.groupBy(steps, (step) => step.state);
  return jobStates.flatMap((state) => {
    const count = groups.get(state)?.length ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
}

/**
 * The same for a run that is underway: what every run goes through stands first even when it counts nothing, so that
 * no number moves when another one comes or goes.
 */
export function countOpenStates(steps: readonly RunStep[]): StateCount[] {
  const counts = new Map(countStates(steps).map(({ state, count }) => [state, count]));
  const others = [...counts.keys()].filter((state) => !usualStates.includes(state));
  return [...usualStates, ...others].map((state) => ({ state, count: counts.get(state) ?? 0 }));
}
