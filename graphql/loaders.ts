/** What one request reads of entities that others refer to: each kind in one statement, each entity once. */
import DataLoader from 'dataloader';
import { bounds } from '#domain/bounds.ts';
import type { Reason } from '#domain/wait-reason.ts';
import type { Context } from '#engine/context.ts';
import type { JobRow } from '#engine/queries/job-rows.ts';
import { type AttemptRow, loadAttempts } from '#engine/queries/load-attempts.ts';
import { loadJobReasons } from '#engine/queries/load-job-reasons.ts';
import { loadJobPayloads, loadJobs } from '#engine/queries/load-jobs.ts';
import { loadTransitions, type TransitionRow } from '#engine/queries/load-transitions.ts';

export type Loaders = ReturnType<typeof openLoaders>;

/** Loaders of one request; they remember what they read for as long as it lasts. */
export function openLoaders(context: Context) {
  return {
    job: byId(context, loadJobs),
    jobPayload: byId(context, loadJobPayloads),
    jobReason: byRow<JobRow, Reason | null>(context, loadJobReasons),
    attempts: byRow<JobRow, AttemptRow[]>(context, loadAttempts),
    transitions: byRow<JobRow, TransitionRow[]>(context, loadTransitions),
  };
}

function byId<Row>(context: Context, load: (context: Context, ids: readonly string[]) => Promise<Map<string, Row>>): DataLoader<string, Row | undefined> {
  return new DataLoader<string, Row | undefined>(
    async (ids) => {
      const rows = await load(context, ids);
      return ids.map((id) => rows.get(id));
    },
    { maxBatchSize: bounds.loadBatchMax },
  );
}

function byRow<Row extends { id: string }, Value>(
  context: Context,
  load: (context: Context, rows: readonly Row[]) => Promise<Map<string, Value>>,
): DataLoader<Row, Value | undefined, string> {
  return new DataLoader<Row, Value | undefined, string>(
    async (rows) => {
      const values = await load(context, rows);
      return rows.map((row) => values.get(row.id));
    },
    { maxBatchSize: bounds.loadBatchMax, cacheKeyFn: (row) => row.id },
  );
}
