/** Queues as the read side hands them out. */
import { type Rate, readRate } from '#domain/rate/rate.ts';
import { storedJson } from '#engine/store/sql/stored-json.ts';

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
  limited: boolean;
  createdAt: Date;
};

/** A stored queue with its types. */
export function queueRow(stored: Omit<QueueRow, 'rate'> & { rate: unknown }): QueueRow {
  return { ...stored, rate: readRate(storedJson(stored.rate)) };
}
