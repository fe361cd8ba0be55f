/** What every engine does in the same way, so that one bench can measure them all. It imports nothing. */

/** A handler's start and end in milliseconds on the machine's monotonic clock, which all processes share. */
export type Execution = [jobId: string, startedMs: number, endedMs: number];

/** `flaky` fails the first time and is tried again as soon as the engine allows. */
export type Kind = 'noop' | 'flaky';

export type Order = { kind: Kind; count: number; dueAtMs?: number };

/** Steps in an order in which parents come first. */
export type Graph = readonly { id: string; after: readonly string[] }[];

/** Gives work from the caller's own process. */
export type Producer = {
  /** In bulk, by the engine's fastest call: a thousand a call, two calls in flight. */
  enqueue(order: Order): Promise<void>;
  /** One call for one job; gives its id. */
  enqueueOne(): Promise<string>;
  /** Stores so many runs of the graph; undefined where the engine has no graphs. */
  startGraphs?: (graph: Graph, runs: number) => Promise<void>;
  /** Jobs that the database does not yet know as ended. */
  openJobs(): Promise<number>;
  close(): Promise<void>;
};

/** `throughput` and `latency` stand for the settings that the engine's own pages recommend for each. */
export type WorkerPlan = { url: string; tuning: Tuning; note(jobId: string): () => void };
export type Tuning = 'throughput' | 'latency';

/** Carries work out in a process of its own. */
export type Worker = { release(): Promise<void>; hold(): Promise<void>; close(): Promise<void> };

export type Adapter = {
  name: string;
  /** How it is set, for the report. */
  settings: string;
  openProducer(url: string): Promise<Producer>;
  openWorker(plan: WorkerPlan): Promise<Worker>;
};
