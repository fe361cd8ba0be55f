/**
 * The steps of a run as the graph reads them: each node listens for its own step only, so that a burst of events draws
 * the nodes it names and no others.
 */
import {
  type EdgeFate,
  edgeKey,
  faceOf,
  fateOf,
  isSameFace,
  type LearnedEdge,
  type RunGraph,
  type RunStep,
  type StepFace,
  shownRound,
  stepsByKey,
} from './graph-model.ts';
import { conditionsOf, type StepCondition } from './step-conditions.ts';

type Listener = () => void;

/** Holds what each node shows and tells those whose face changed. */
export class StepStore {
  readonly #graph: RunGraph;
  readonly #nodes: Map<string, RunGraph['nodes'][number]>;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #fateListeners = new Set<Listener>();
  readonly #conditions: ReadonlyMap<string, StepCondition>;
  #rounds = new Map<string, RunStep[]>();
  #faces = new Map<string, StepFace>();
  #fates: readonly EdgeFate[] = [];
  #learned: readonly (LearnedEdge | undefined)[] = [];

  constructor(graph: RunGraph, steps: readonly RunStep[]) {
    this.#graph = graph;
    this.#conditions = conditionsOf(graph);
    this.#nodes = new Map(graph.nodes.map((node) => [node.stepKey, node]));
    this.update(steps);
  }

  /** What a node shows now; the same object until it changes. */
  readonly faceOf = (stepKey: string): StepFace | undefined => this.#faces.get(stepKey);

  /** What must hold besides the dependencies of a step; it never changes during a run. */
  readonly conditionOf = (stepKey: string): StepCondition | undefined => this.#conditions.get(stepKey);

  /** What became of each edge, in the order of the graph; the same array until one changes. */
  readonly fates = (): readonly EdgeFate[] => this.#fates;

  /** What was learned of each edge, in the order of the graph; the same array until more is. */
  readonly learned = (): readonly (LearnedEdge | undefined)[] => this.#learned;

  /** Takes what the server tells of edges, by their keys. */
  learn(edges: ReadonlyMap<string, LearnedEdge>): void {
    const learned = this.#graph.edges.map((edge) => edges.get(edgeKey(edge)));
    const isSaid = (one: LearnedEdge | undefined, place: number) => {
      const known = this.#learned[place];
      return one?.answer === known?.answer && one?.isTaken === known?.isTaken;
    };
    // It is read again whenever something moves, and says the same most times.
    if (learned.every(isSaid)) return;
    this.#learned = learned;
    this.#decideFates();
    for (const listener of this.#fateListeners) listener();
  }

  /** Takes what some steps carry out, by name: what the graph was read with does not tell it of all. */
  name(tasks: ReadonlyMap<string, string>): void {
    for (const [stepKey, task] of tasks) {
      const [node, face] = [this.#nodes.get(stepKey), this.#faces.get(stepKey)];
      if (node === undefined || face === undefined || face.task === task) continue;
      this.#nodes.set(stepKey, { ...node, task });
      this.#faces.set(stepKey, { ...face, task });
      for (const listener of this.#listeners.get(stepKey) ?? []) listener();
    }
  }

  /** Calls back when the face of one step changes. */
  listen(stepKey: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(stepKey) ?? new Set();
    this.#listeners.set(stepKey, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Calls back when the fate of any edge changes, or more is learned of one. */
  readonly listenToFates = (listener: Listener): (() => void) => {
    this.#fateListeners.add(listener);
    return () => this.#fateListeners.delete(listener);
  };

  /** Takes the steps as they are now. Steps that are the same objects as before cost one comparison. */
  update(steps: readonly RunStep[]): void {
    const before = this.#rounds;
    this.#rounds = stepsByKey(steps);
    const changed: string[] = [];
    for (const [stepKey, node] of this.#nodes) {
      const rounds = this.#rounds.get(stepKey) ?? [];
      const shown = this.#faces.get(stepKey);
      if (shown !== undefined && isSame(rounds, before.get(stepKey) ?? [])) continue;
      const face = faceOf(node, rounds);
      // A snapshot read again brings new objects that say the same.
      if (shown !== undefined && isSameFace(shown, face)) continue;
      this.#faces.set(stepKey, face);
      changed.push(stepKey);
    }
    if (changed.length === 0) return;
    this.#decideFates();
    for (const stepKey of changed) for (const listener of this.#listeners.get(stepKey) ?? []) listener();
  }

  #decideFates(): void {
    const stateOf = (stepKey: string) => shownRound(this.#rounds.get(stepKey) ?? [])?.state ?? 'PENDING';
    const fates = this.#graph.edges.map(({ on, from, to }, index) =>
      fateOf(on, { from: stateOf(from), to: stateOf(to) }, this.#learned[index]),
    );
    if (fates.length === this.#fates.length && fates.every((fate, index) => fate === this.#fates[index])) return;
    this.#fates = fates;
    for (const listener of this.#fateListeners) listener();
  }
}

function isSame(rounds: readonly RunStep[], before: readonly RunStep[]): boolean {
  return rounds.length === before.length && rounds.every((round, index) => round === before[index]);
}
