/** A run as its screen would have shown it at an earlier moment. */
import type { RunMomentQuery } from '#components/generated/past.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { momentBounds } from '#domain/bounds/run.ts';
import { momentAfter, type RunMoment, type StepMoment } from '#domain/run/moment/run-moment.ts';

/** A moment with what happened after it, as it is read. */
export type ReadMoment = NonNullable<RunMomentQuery['runMoment']>;

/** What is shown instead of the run as it is now. */
export type PastRun = { run: RunDetails; at: string };

/** What takes the place of the run as it is: nothing yet, a moment, or a fault alone. */
export type Shown = PastRun | 'UNTOLD' | undefined;

/** What the address asks for: the number of an event, or an instant. */
export type Asked = { seq: number } | { at: string };

/** Where one is: where the hand went last, until the address says the same. */
export function placeNow(ahead: number | undefined, address: string | null): { asked: Asked; isAhead: boolean } {
  const isAhead = ahead !== undefined && address !== String(ahead);
  return { asked: isAhead ? { seq: ahead } : (readAsked(address) ?? { seq: 0 }), isAhead };
}

// Browsers take more for a date than anybody means.
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** Reads the address; undefined when it asks for nothing that could be. */
export function readAsked(text: string | null): Asked | undefined {
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return { seq: Number(text) };
  const atMs = instantPattern.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : { at: new Date(atMs).toISOString() };
}

// Read at once: whoever goes event by event asks for more only at the end of such a stretch.
const stretch = momentBounds.eventsShownMax;

/** What to read to show an event: the moment at the beginning of its stretch, and the stretch. */
export function toRead(asked: Asked): { seq?: number; at?: string; first: number } {
  return 'at' in asked
    ? { at: asked.at, first: stretch }
    : // The event itself is part of it, so that it can be told what happened.
      { seq: Math.floor(Math.max(0, asked.seq - 1) / stretch) * stretch, first: stretch };
}

/** The moment of an event; undefined when it lies outside of what was read. */
export function momentAt(read: ReadMoment, seq: number): RunMoment | undefined {
  const last = read.seq + read.next.length;
  if (seq < read.seq || seq > last) return undefined;
  const { endsAs, finishedAt, state, steps, undoing, at } = read;
  const start: RunMoment = { seq: read.seq, at, state, endsAs, finishedAt, steps, undoing };
  return momentAfter(start, read.next.slice(0, seq - read.seq));
}

/** A change of the run, as far as it says since when steps are there. */
export type Addition = { at: string; addedSteps: readonly { stepKey: string }[] };

/** The run with the states of the moment, without what was added later. All else - rows, names - is as it is now. */
export function runAt<Run extends MovingParts>(
  run: Run,
  moment: RunMoment,
  changes: readonly Addition[],
): { run: Run; at: string } {
  const byKey = new Map(moment.steps.map((step) => [step.stepKey, step]));
  const { state, endsAs, finishedAt } = moment;
  const later = addedLater(run, moment, changes);
  const steps = run.steps.flatMap((step) => {
    const then = byKey.get(step.stepKey);
    return then === undefined || later.has(step.stepKey) ? [] : [stepAt(step, then)];
  });
  const graph = graphWithout(run.graph, later);
  const shown = { ...run, state, endsAs, finishedAt, reason: null, pause: null, graph, steps };
  return { run: shown, at: moment.at ?? run.startedAt };
}

type Graph = RunDetails['graph'];
type Step = RunDetails['steps'][number];
type MovingParts = Pick<RunDetails, 'state' | 'endsAs' | 'startedAt' | 'finishedAt' | 'reason' | 'pause' | 'steps'> & {
  graph: Graph;
};

function addedLater({ graph, steps }: MovingParts, moment: RunMoment, changes: readonly Addition[]): Set<string> {
  const atMs = moment.at === null ? Number.NEGATIVE_INFINITY : Date.parse(moment.at);
  const since = changes.filter(({ at }) => Date.parse(at) > atMs);
  const later = new Set(since.flatMap(({ addedSteps }) => addedSteps.map(({ stepKey }) => stepKey)));
  // What was added since the moment was read is unknown to it.
  const known = new Set(moment.steps.map(({ stepKey }) => stepKey));
  for (const { stepKey } of steps) if (!known.has(stepKey)) later.add(stepKey);
  // What undoes a step came with it.
  for (const { on, from, to } of graph.edges) if (on === 'compensation' && later.has(from)) later.add(to);
  return later;
}

function graphWithout(graph: Graph, later: ReadonlySet<string>): Graph {
  if (later.size === 0) return graph;
  const nodes = graph.nodes.filter(({ stepKey }) => !later.has(stepKey));
  return { ...graph, nodes, edges: graph.edges.filter(({ from, to }) => !later.has(from) && !later.has(to)) };
}

function stepAt(step: Step, moment: StepMoment): Step {
  const { state, jobId, attempt, startedAt, finishedAt, reason } = moment;
  const maxAttempts = Math.max(attempt, step.job?.maxAttempts ?? 1);
  const job = jobId === null ? null : { ...step.job, id: jobId, attempt, maxAttempts };
  return { ...step, state, job, startedAt, finishedAt, reason };
}
