/** Queues as the read side hands them out. */
import { type Rate, readRate } from '#domain/rate/rate.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';
import { type Pause, type PauseColumns, pauseOf } from './pause.ts';

/** A queue; `limited` is true when it or its tenant has a cap or a rate. */
export type QueueRow = {
  id: string;
  name: string;
  priority: number;
  concurrency: number | null;
  /** Its share among the queues of its tenant that have the same priority. */
  weight: number;
  /** How many of its jobs may start in a span of time. */
  rate: Rate | null;
  paused: boolean;
  /** Null while it is open. */
  pause: Pause | null;
  limited: boolean;
  createdAt: Date;
};

/** What PostgreSQL hands over for a queue. */
export type StoredQueue = Omit<QueueRow, 'pause' | 'rate'> & PauseColumns & { rate: unknown };

/** A stored queue with its types and its pause. */
export function queueRow({ pausedAt, pausedBy, pausedReason, rate, ...queue }: StoredQueue): QueueRow {
  return {
    ...queue,
    rate: readRate(storedJson(rate)),
    pause: pauseOf(queue.paused, { pausedAt, pausedBy, pausedReason }),
  };
}
