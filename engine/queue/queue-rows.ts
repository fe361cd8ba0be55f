/** Queues as the read side hands them out. */

/** A queue; `limited` is true when it or its tenant has a cap. */
export type QueueRow = {
  id: string;
  name: string;
  priority: number;
  concurrency: number | null;
  /** Its share among the queues of its tenant that have the same priority. */
  weight: number;
  paused: boolean;
  limited: boolean;
  createdAt: Date;
};
