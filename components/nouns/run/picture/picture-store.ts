/** What nodes show besides their state, each for its own step: a loop that moves draws one node and no other. */
import { edgeKey, type LearnedEdge } from '#components/graph/graph-model.ts';
import type { LoopFace, MoreFace } from '#components/graph/graph-scope.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { loopParts, sayLoop, sayLoopShort } from './say-loop.ts';
import type { Dependency, StepLoop } from './use-run-picture.ts';

type Listener = () => void;
type Shown = {
  run: Pick<RunDetails, 'graph' | 'steps'>;
  loops: readonly StepLoop[];
  line: ReadonlySet<string> | undefined;
};

/** Holds what there is more to show of each step, and tells those who show it. */
export class PictureStore {
  readonly #listeners = new Map<string, Set<Listener>>();
  #faces = new Map<string, MoreFace>();

  /** The same object until it changes; undefined where there is no more. */
  readonly faceOf = (stepKey: string): MoreFace | undefined => this.#faces.get(stepKey);

  readonly listen = (stepKey: string, listener: Listener): (() => void) => {
    const listeners = this.#listeners.get(stepKey) ?? new Set();
    this.#listeners.set(stepKey, listeners.add(listener));
    return () => listeners.delete(listener);
  };

  update(shown: Shown): void {
    const next = facesOf(shown);
    const changed = [...new Set([...next.keys(), ...this.#faces.keys()])].filter((stepKey) => {
      const [one, other] = [this.#faces.get(stepKey), next.get(stepKey)];
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      if (isSame && one !== undefined) next.set(stepKey, one);
      return !isSame;
    });
    this.#faces = next;
    for (const stepKey of changed) for (const listener of this.#listeners.get(stepKey) ?? []) listener();
  }
}

function facesOf({ run, loops, line }: Shown): Map<string, MoreFace> {
  const byKey = new Map(loops.map((loop) => [loop.stepKey, loop]));
  const { kinds, undoes } = standingOf(run.graph);
  const faces = new Map<string, MoreFace>();
  for (const { stepKey, state, startedAt, isFinally, reason } of run.steps) {
    const loop = byKey.get(stepKey);
    const undone = undoes.get(stepKey);
    const isWaiting = state === 'PENDING' && startedAt !== null;
    const face: MoreFace = {
      loop: loop === undefined ? undefined : loopFace(loop),
      last: undone === undefined ? (isFinally ? 'finally' : undefined) : `undoes ${undone}`,
      waits: isWaiting ? waitOf(kinds.get(stepKey)) : undefined,
      why: isWaiting && reason !== null ? reason.message : undefined,
      isAside: line !== undefined && !line.has(stepKey),
    };
    if (face.loop ?? face.last ?? face.waits ?? (face.isAside || undefined)) faces.set(stepKey, face);
  }
  return faces;
}

type Standing = { kinds: ReadonlyMap<string, string>; undoes: ReadonlyMap<string, string> };
const standing = new WeakMap<RunDetails['graph'], Standing>();

// What never changes during a run is looked for once, however many steps it has and however fast they move.
function standingOf(graph: RunDetails['graph']): Standing {
  const known = standing.get(graph);
  if (known !== undefined) return known;
  const found = {
    kinds: new Map(graph.nodes.map(({ stepKey, kind }) => [stepKey, kind])),
    undoes: new Map(graph.edges.flatMap(({ on, from, to }) => (on === 'compensation' ? [[to, from] as const] : []))),
  };
  standing.set(graph, found);
  return found;
}

// A job that is in line has begun nothing yet.
function waitOf(kind: string | undefined): MoreFace['waits'] {
  if (kind === 'APPROVAL') return 'person';
  return kind === 'WAIT' ? 'program' : undefined;
}

function loopFace(loop: StepLoop): LoopFace {
  return {
    isList: loop.loop.kind === 'FOREACH',
    words: sayLoopShort(loop),
    whole: sayLoop(loop),
    parts: loopParts(loop),
    failed: loop.loop.failed,
  };
}

/** What was told of dependencies, by the keys of edges. */
export function learnedOf(dependencies: readonly Dependency[]): ReadonlyMap<string, LearnedEdge> {
  return new Map(dependencies.map((one) => [edgeKey(one), { answer: one.answer, isTaken: one.isTaken }]));
}
