/** The edges of a plan as flat arrays of numbers: a settlement walks thousands of them, and nothing else of the steps. */

/** The neighbours of step `n` stand from `start[n]` up to `start[n + 1]`. */
export type Neighbours = { start: Int32Array; list: Int32Array };

export type Adjacency = {
  /** Each child once, however many dependencies lead to it. */
  children: Neighbours;
  /** One for each dependency. */
  parents: Neighbours;
  /** The steps that wait for no other. */
  roots: Int32Array;
  /** How many of a step's dependencies must be taken. */
  thresholds: Int32Array;
  /** 1 where a step has no condition and every dependency of it is on success without one, as nearly all are. */
  isPlain: Uint8Array;
  /** 1 where a step waits for the completion of another: it cleans up, and starts although the run has failed. */
  cleansUp: Uint8Array;
};

type Node = {
  parents: readonly { from: number; on: string; condition: unknown }[];
  children: readonly { to: number }[];
  threshold: number;
  condition: unknown;
};

/** Lays out the edges of these steps, whose places in the array are their numbers. */
export function adjacencyOf(steps: readonly Node[]): Adjacency {
  return {
    children: layOut(steps.map((step) => [...new Set(step.children.map((edge) => edge.to))])),
    parents: layOut(steps.map((step) => step.parents.map((edge) => edge.from))),
    roots: Int32Array.from(steps.flatMap((step, index) => (step.parents.length === 0 ? [index] : []))),
    thresholds: Int32Array.from(steps, (step) => step.threshold),
    isPlain: Uint8Array.from(steps, (step) => (isPlain(step) ? 1 : 0)),
    cleansUp: Uint8Array.from(steps, (step) => (step.parents.some((edge) => edge.on === 'completion') ? 1 : 0)),
  };
}

function isPlain(step: Node): boolean {
  return step.condition === null && step.parents.every((edge) => edge.on === 'success' && edge.condition === null);
}

function layOut(lists: readonly (readonly number[])[]): Neighbours {
  const start = new Int32Array(lists.length + 1);
  for (const [n, list] of lists.entries()) start[n + 1] = (start[n] ?? 0) + list.length;
  return { start, list: Int32Array.from(lists.flat()) };
}
