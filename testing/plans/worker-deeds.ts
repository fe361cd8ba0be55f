/** What workers and their duties do, and the statements of it that are held to their plans. */
import { findHeldJobs } from '#engine/attempt/find-held-jobs.ts';
import { findLostAttempts } from '#engine/attempt/find-lost-attempts.ts';
import { rescueJobs } from '#engine/attempt/rescue-jobs.ts';
import { claimDeliveries } from '#engine/notification/deliver/claim-deliveries.ts';
import { tellNotices } from '#engine/notification/watch/tell-notices.ts';
import { watchQueues } from '#engine/notification/watch/watch-queues.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { advanceBatches } from '#engine/rerun/advance-batches.ts';
import { startRerunBatch } from '#engine/rerun/start-rerun-batch.ts';
import { failLateRuns } from '#engine/run/advance/fail-late-runs.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import { watchSla } from '#engine/sla/watch-sla.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import { chunksOf, lineOf, openPen } from '#testing/logs/written-log.ts';
import { succeeded, workerByHand } from '#testing/worker/worker-by-hand.ts';
import { failedAs, groupFailures } from '#testing/worlds/failing-jobs.ts';
import { Claimer } from '#worker/execute/claimer.ts';
import type { LargeWorld } from './large-world.ts';

export function deedsOfWorkers({ worker }: Bundle, { stage }: LargeWorld) {
  const { context, queue } = stage;
  const claim = (queues: string[]) => async () => await (await workerByHand(worker)).claim({ queues });
  return {
    'a worker claims from queues without a cap': { statements: ['claim_jobs'], does: claim([queue]) },
    'a worker claims ordinary jobs of a lane that it knows': {
      statements: ['claim_plain_jobs'],
      does: async () => {
        const { workerId } = await workerByHand(worker);
        const claimer = new Claimer({ database: worker, workerId: () => workerId, queues: [queue], pollMs: 60_000 });
        // The first claim learns of the lane.
        for (let n = 0; n < 2; n += 1) await claimer.claim(1, false);
      },
    },
    'a worker claims from capped queues': {
      statements: ['try_tenant_claims', 'look_at_lanes', 'claim_admitted_jobs'],
      does: claim(['capped']),
    },
    'a worker claims under the rates of a queue and of a task': {
      statements: ['look_at_lanes', 'read_gates', 'claim_admitted_jobs'],
      does: async () => {
        valueOf(await upsertQueue(context, { name: 'rated', rate: { max: 1_000, per: 'HOUR' } }));
        await stage.task('rated', { name: 'noop' }, { queue: 'rated', rate: { max: 20, per: 'HOUR' } });
        await stage.enqueue(Array.from({ length: 40 }, () => ({ task: 'rated' })));
        const hand = await workerByHand(worker);
        for (let n = 0; n < 2; n += 1) await hand.claim({ slots: 10, queues: ['rated'] });
      },
    },
    'a worker looks for lanes that have work': { statements: ['sweep_lanes'], does: claim([]) },
    'a worker settles steps, and their runs go on': {
      statements: ['settle_jobs', 'lock_runs', 'update_runs', 'insert_jobs'],
      does: async () => {
        valueOf(await startRun(context, { workflow: 'two', variables: {} }));
        const hand = await workerByHand(worker);
        const jobs = await hand.claim({ queues: ['steps'] });
        await hand.settle(jobs.map((job) => succeeded(job)));
      },
    },
    'a worker asks what it holds': {
      statements: ['find_held_jobs', 'find_lost_attempts'],
      does: async () => {
        const { workerId, claim } = await workerByHand(worker);
        const jobs = await claim({ queues: [queue] });
        await findHeldJobs(worker, workerId);
        await findLostAttempts(worker, jobs);
      },
    },
    'a worker stores lines': {
      statements: ['append_log'],
      does: async () => {
        const append = await openPen(worker);
        await append(chunksOf({ tenantId: context.tenantId, jobId: newId() }, [lineOf({ message: 'a line' })]));
      },
    },
  };
}

export function deedsOfDuties({ worker, hints }: Bundle, { stage }: LargeWorld) {
  const { context } = stage;
  const duty = { database: worker, hints };
  return {
    'the jobs of lost workers are taken back': {
      statements: ['lose_workers', 'find_lost_jobs'],
      does: () => rescueJobs(worker),
    },
    'due schedules are planned': {
      statements: [
        'lock_due_schedules',
        'find_open_work',
        'lock_queued_rooms',
        'insert_ticks',
        'move_schedules',
        'find_next_due_schedule',
      ],
      does: () => planDueSchedules(duty),
    },
    'jobs are judged by their limits': {
      statements: ['lock_sla_jobs', 'move_sla', 'raise_alerts', 'resolve_alerts'],
      does: () => watchSla(duty),
    },
    'messages are claimed': { statements: ['claim_deliveries'], does: () => claimDeliveries(worker, { slots: 32 }) },
    'groups are told of': {
      statements: ['lock_due_notices'],
      does: () => tellNotices(worker, { base: 'https://taskflow.example' }),
    },
    'queues are watched for rules': { statements: ['watch_queues'], does: () => watchQueues(worker) },
    'runs are run again in a batch': {
      statements: [
        'find_due_batches',
        'lock_batch',
        'take_ended_reruns',
        'find_waiting_reruns',
        'recheck_rerun_items',
        'read_steps_left',
        'answer_rerun_items',
      ],
      does: async () => {
        const filter = { states: ['FAILED' as const], workflow: 'two', query: 'started:>-1h' };
        valueOf(await startRerunBatch(context, { filter }));
        await advanceBatches(worker);
      },
    },
    'failures are grouped': {
      statements: [
        'read_failure_cursor',
        'read_ended_work',
        'describe_failed_jobs',
        'find_known_failures',
        'count_failures_of_tenants',
        'record_failures',
        'find_due_snoozes',
        'find_ended_retries',
      ],
      does: async () => {
        // What failed before is taken in first.
        await groupFailures({ worker, hints });
        const hand = await stage.worker();
        const jobs = await hand.claim({ slots: 1 });
        await hand.settle(jobs.map((job) => failedAs(job, { message: 'a kind of its own' })));
        await groupFailures({ worker, hints });
      },
    },
    'late runs are found': { statements: ['find_late_runs'], does: () => failLateRuns(worker) },
  };
}
