/** What a duty is: work that the worker goes through over and over, beside the jobs. All of them have this shape. */
import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import type { Executor } from '#worker/execute/executor.ts';
import type { Outbound } from '#worker/handlers/outbound.ts';
import type { Post } from '#worker/notify/post.ts';
import type { WorkerLog } from '#worker/worker-log.ts';

/** `plan`, `stop` and `test` are hints; `unsure`: a claim may have been committed without our hearing of it. */
export type Occasion = 'plan' | 'stop' | 'test' | 'unsure';

export type Duty = {
  /** Its one name: in metrics, in facts of the log, and as `system:<name>` in the event log. */
  name: string;
  /** The longest wait between two passes, whatever a pass says: the net under lost hints. */
  everyMs: number;
  /** What makes it look at once. */
  wakesOn: readonly Occasion[];
  /** One pass. Says how long to wait before the next one; zero when there is more to do. */
  run: () => Promise<number>;
};

/** What duties work with. */
export type DutyTools = {
  database: Database;
  hints: Hints;
  log: WorkerLog;
  executor: Executor;
  /** Tells whoever looks at the worker how many jobs run here. */
  reportRunning: () => void;
  /** The way out of handlers, and the queues that this worker serves; none means all. */
  outbound: Outbound;
  queues: readonly string[];
  /** Sends messages to people and programs. */
  post: Post;
  /** Where the links of messages begin. */
  links: { base: string };
  rhythm: { pollMs: number; sweepMs: number; heartbeatMs: number };
};
