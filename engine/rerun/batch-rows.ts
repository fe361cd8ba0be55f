/** Batches of reruns and their items as the read side hands them out. */
import type { EventPayload } from '#domain/event-catalogue.ts';
import type { RerunBatchState, RerunItemState } from '#domain/machines.ts';
import type { RerunStart } from '#domain/run/plan-rerun.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** How many of its runs stand where. Together they are all of them. */
export type BatchCounts = {
  waiting: number;
  running: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  refused: number;
};

/** A batch as its row tells it; ids are bare uuids. */
export type BatchRow = BatchCounts & {
  id: string;
  state: RerunBatchState;
  startFrom: RerunStart;
  latest: boolean;
  perMinute: number;
  reason: string | null;
  total: number;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
};

/** A run of a batch, and what became of running it again. */
export type BatchItemRow = {
  batchId: string;
  position: number;
  runId: string;
  state: RerunItemState;
  newRunId: string | null;
  code: string | null;
  message: string | null;
};

/** The columns of a batch, for every statement that reads one. */
export const batchColumns = Prisma.sql`id, state, start_from as "startFrom", latest, per_minute as "perMinute", reason, total,
      waiting, running, succeeded, failed, cancelled, refused, created_by as "createdBy", created_at as "createdAt", finished_at as "finishedAt"`;

/** The columns of an item. */
export const itemColumns = Prisma.sql`batch_id as "batchId", position, run_id as "runId", state, new_run_id as "newRunId", code, message`;

/** What every event of a batch tells: how far it is. */
export function countsOf(batch: BatchCounts): EventPayload<'rerun.progressed'> {
  const { waiting, running, succeeded, failed, cancelled, refused } = batch;
  return { waiting, running, succeeded, failed, cancelled, refused };
}
