// How PostgreSQL does the statements on which everybody waits: by which indexes. A plan that changed is a decision; the
// page beside this test is written anew by the command at its top.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { JobFilter } from '#domain/job/job-filter.ts';
import { loadActors } from '#engine/access/member/load-actors.ts';
import { cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { cancelRuns } from '#engine/bulk/cancel-runs.ts';
import { pauseRuns, resumeRuns } from '#engine/bulk/pause-runs.ts';
import { readWindow } from '#engine/event/read-events.ts';
import { beforeEverything, type Snapshot, snapshotNow } from '#engine/event/snapshot.ts';
import { rerunFailure } from '#engine/failure/group/rerun-failure.ts';
import { listFailures } from '#engine/failure/list-failures.ts';
import { loadExamples, loadTrends } from '#engine/failure/load-failure-parts.ts';
import { countJobFacets } from '#engine/job/count-job-facets.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { listJobs } from '#engine/job/list-jobs.ts';
import { loadJobs } from '#engine/job/load-jobs.ts';
import { startOfLog } from '#engine/log/log-place.ts';
import { readLog } from '#engine/log/read-log.ts';
import { readLogSlice } from '#engine/log/read-log-slice.ts';
import { listQueues } from '#engine/queue/list-queues.ts';
import { loadQueueActivity } from '#engine/queue/load-queue-activity.ts';
import { countRoom, takeRoom } from '#engine/queue/queued-room.ts';
import { listRerunBatches, listRerunItems } from '#engine/rerun/list-rerun-batches.ts';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { listRuns } from '#engine/run/list-runs.ts';
import { loadReruns } from '#engine/run/rerun/load-reruns.ts';
import { countRunFacets } from '#engine/run/selection/count-run-facets.ts';
import { countOverdueInstants } from '#engine/schedule/overdue-instants.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { transaction } from '#engine/store/transaction.ts';
import { readFleetTimeline } from '#engine/timeline/read-fleet-timeline.ts';
import { loadLastHeard } from '#engine/worker/load-last-heard.ts';
import { type Bundle, bundleOf, valueOf } from '#testing/bundle.ts';
import { deedsOfGates } from './gate-deeds.ts';
import { deedsOfGraphReaders } from './graph-deeds.ts';
import { type LargeWorld, openLargeWorld } from './large-world.ts';
import { deedsOfQuotas } from './quota-deeds.ts';
import { openExplainer, statementsOf } from './statement-capture.ts';
import { deedsOfSubflows } from './subflow-deeds.ts';
import { deedsOfTaskReaders } from './task-deeds.ts';
import { deedsOfWaitReaders } from './wait-deeds.ts';
import { deedsOfDuties, deedsOfWorkers } from './worker-deeds.ts';

/** What somebody does, and the statements of it that are held to their plans. */
type Deed = { statements: readonly string[]; does: () => Promise<unknown> };
type Deeds = Record<string, Deed>;

function deedsOfPeople({ stage, run, kept, schedule }: LargeWorld): Deeds {
  const { context } = stage;
  const list = (filter: JobFilter, statements: readonly string[] = ['list_jobs']): Deed => ({
    statements,
    does: async () => valueOf(await listJobs(context, { first: 50, filter })),
  });
  return {
    'jobs are enqueued with keys': {
      statements: ['insert_jobs_at_once'],
      does: async () => {
        for (const idempotencyKey of ['another key', 'a key'])
          valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop', queue: 'capped', idempotencyKey }] }));
      },
    },
    'jobs are enqueued again with the same keys': {
      statements: ['find_tasks_by_name', 'take_idempotency_keys', 'read_idempotency_keys', 'insert_jobs'],
      does: async () => {
        const jobs = [{ task: 'noop', queue: 'capped', idempotencyKey: 'a key' }, { task: 'noop' }];
        valueOf(await enqueueJobs(context, { jobs }));
      },
    },
    'the room of a tenant is taken to its end, and counted': {
      statements: ['take_queued_room', 'lock_queued_room', 'count_queued_room'],
      does: () =>
        transaction(context.database, context.tenantId, async ({ client, tenantId }) => {
          await takeRoom(client, tenantId, 1);
          await countRoom(client, tenantId);
        }),
    },
    'jobs are cancelled': {
      statements: ['find_job_ids', 'read_bulk_jobs', 'move_jobs'],
      does: async () => valueOf(await cancelJobs(context, { filter: { queue: 'capped', states: ['SCHEDULED'] } })),
    },
    'all jobs are listed': list({}, ['list_jobs', 'count_jobs']),
    'jobs of two states are listed': list({ states: ['DEAD', 'RUNNING'] }),
    'waiting jobs of a queue are listed': list({ queue: 'capped', states: ['PENDING'] }, [
      'count_crowded_jobs',
      'list_jobs',
    ]),
    'jobs of a task are listed': list({ task: 'capped' }),
    'jobs of a run are listed': list({ run }),
    'jobs of a schedule are listed': list({ schedule }),
    'jobs with a label are listed': list({ labels: { env: 'prod' } }),
    'jobs are looked up by id': { statements: ['load_jobs'], does: () => loadJobs(context, [run, schedule]) },
    'acts are told by name': {
      statements: ['name_users', 'name_tokens'],
      does: () => loadActors(context, [`user:${run}`, `token:${schedule}`]),
    },
    'jobs are counted by state, queue and task': {
      statements: ['count_job_facets'],
      does: async () => valueOf(await countJobFacets(context, {})),
    },
    'failures are listed': {
      statements: ['list_failures', 'count_failures', 'load_failure_trends', 'load_failure_examples'],
      does: async () => {
        const { nodes } = valueOf(await listFailures(context, { first: 50, filter: { states: ['OPEN'] } }));
        const ids = nodes.map(({ id }) => id);
        await loadTrends(context, ids, 24);
        await loadExamples(context, ids, 5);
      },
    },
    'all of a failure is run again': {
      statements: [
        'lock_failures',
        'find_standing_work',
        'lock_standing_jobs',
        'note_standing_work',
        'change_failures',
      ],
      does: async () => {
        const [failure] = valueOf(await listFailures(context, { filter: { query: '"a kind of its own"' } })).nodes;
        valueOf(await rerunFailure(context, { id: failure?.id ?? '' }));
      },
    },
    'runs are paused, resumed and cancelled together': {
      statements: [
        'find_run_ids',
        'read_bulk_runs',
        'switch_runs',
        'lock_runs',
        'count_open_steps',
        'cancel_open_jobs',
        'end_runs',
      ],
      does: async () => {
        const filter = { workflow: 'two', states: ['RUNNING' as const, 'PAUSED' as const], query: 'started:>-1h' };
        valueOf(await pauseRuns(context, { filter }));
        valueOf(await resumeRuns(context, { filter }));
        valueOf(await cancelRuns(context, { filter }));
      },
    },
    'runs are counted by state and workflow': {
      statements: ['count_run_facets'],
      does: async () => valueOf(await countRunFacets(context, {})),
    },
    'runs are listed': {
      statements: ['list_runs', 'count_runs'],
      does: async () => valueOf(await listRuns(context, { first: 50 })),
    },
    'the steps and reruns of a run are read': {
      statements: ['load_step_jobs', 'load_kept_steps', 'load_reruns'],
      does: async () => {
        await loadRunSteps(context, [kept]);
        await loadReruns(context, [kept]);
      },
    },
    'batches of reruns are listed': {
      statements: ['list_rerun_batches', 'list_rerun_items'],
      does: async () => {
        const batches = valueOf(await listRerunBatches(context, { first: 50 })).nodes;
        valueOf(await listRerunItems(context, { batchId: batches[0]?.id ?? '', first: 50 }));
      },
    },
    'somebody looks at the fleet over time': {
      statements: ['read_fleet_heads', 'read_fleet_bars', 'count_fleet_parts', 'read_fleet_schedules'],
      does: async () => {
        const [from, to] = [new Date(Date.now() - 7 * 86_400_000), new Date(Date.now() + 3_600_000)];
        valueOf(await readFleetTimeline(context, { by: 'QUEUE', from, to }));
      },
    },
    'somebody looks at workers over time': {
      statements: ['sample_fleet_workers'],
      does: async () => {
        const [from, to] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 3_600_000)];
        valueOf(await readFleetTimeline(context, { by: 'WORKER', from, to }));
      },
    },
    'queues tell of their last hour': {
      statements: ['load_queue_activity', 'load_last_heard'],
      does: async () => {
        const ids = valueOf(await listQueues(context)).map(({ id }) => id);
        await loadQueueActivity(context, ids);
        await loadLastHeard(context, ids);
      },
    },
    'overdue instants are counted': {
      statements: ['find_overdue_schedules'],
      does: async () => valueOf(await countOverdueInstants(context)),
    },
    'failed runs are listed': {
      statements: ['list_runs'],
      does: async () => valueOf(await listRuns(context, { first: 50, filter: { states: ['FAILED'] } })),
    },
  };
}

function deedsOfLogReaders({ stage, run, loggedJob }: LargeWorld): Deeds {
  const { context } = stage;
  const slice = { after: startOfLog, level: 'DEBUG', text: 'a line', linesMax: 50, chunksMax: 16 } as const;
  return {
    'somebody reads what the steps of a run wrote': {
      statements: ['read_log_page'],
      does: async () => valueOf(await readLog(context, { kind: 'run', runId: run }, { last: 50 })),
    },
    'somebody reads the log of an attempt': {
      statements: ['read_log_page'],
      does: async () => valueOf(await readLog(context, { kind: 'job', jobId: loggedJob, fence: 1 }, { from: 10 })),
    },
    'somebody searches the log of a run': {
      statements: ['read_log_slice'],
      does: () => readLogSlice(context, { kind: 'run', runId: run }, slice),
    },
    'somebody searches the log of a job': {
      statements: ['read_log_slice'],
      does: () => readLogSlice(context, { kind: 'job', jobId: loggedJob }, slice),
    },
  };
}

function deedsOfFollowers({ client }: Database, { stage, run }: LargeWorld): Deeds {
  const { context } = stage;
  const read = (from: Snapshot, to: Snapshot, asked: { tenantIds: readonly string[] | null; runId: string | null }) =>
    readWindow(client, { cursor: { from, to, id: 0n, entry: 0 }, rowsMax: 500, ...asked });
  return {
    'the feed reads what is new': {
      statements: ['read_event_window'],
      does: async () => {
        const from = await snapshotNow(client);
        valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop' }] }));
        await read(from, await snapshotNow(client), { tenantIds: null, runId: null });
      },
    },
    'somebody reads the log of a run': {
      statements: ['read_event_window'],
      does: async () =>
        await read(beforeEverything, await snapshotNow(client), { tenantIds: [context.tenantId], runId: run }),
    },
  };
}

/** Does all deeds in their order; the plans of their statements as `statement, when ...`. */
async function readPlans(bundle: Bundle, deeds: Deeds): Promise<Record<string, string[]>> {
  const explainer = await openExplainer(bundle.ownerUrl);
  const plans: Record<string, string[]> = {};
  for (const [deed, { statements, does }] of Object.entries(deeds)) {
    const sent = await statementsOf(does);
    for (const name of statements) {
      const statement = sent.find((one) => one.name === name);
      assert.ok(statement !== undefined, `when ${deed}, ${name} is sent`);
      plans[`${name}, when ${deed}`] = await explainer.explain(statement);
    }
  }
  await explainer.close();
  return plans;
}

const pagePath = join(import.meta.dirname, 'statement-plans.json');
const howToRenew = 'TASKFLOW_RENEW_PLANS=1 node --test testing/plans/statement-plans.test.ts';

test('every hot statement finds its rows by the indexes that are meant for it', async (t) => {
  const bundle = await bundleOf(t);
  const feed = openDatabase({ url: bundle.ownerUrl, duty: 'feed', connectionsMax: 1, name: 'test plans' });
  t.after(() => feed.close());
  const world = await openLargeWorld(bundle);
  const deeds = {
    ...deedsOfWorkers(bundle, world),
    ...deedsOfDuties(bundle, world),
    ...deedsOfPeople(world),
    ...deedsOfTaskReaders(world.stage.context, bundle.worker),
    ...deedsOfGates(bundle, world),
    ...deedsOfGraphReaders(world.stage.context, world.run),
    ...deedsOfWaitReaders(world.stage.context),
    ...deedsOfQuotas(bundle, world),
    ...deedsOfSubflows(bundle, world),
    ...deedsOfLogReaders(world),
    ...deedsOfFollowers(feed, world),
  };
  const plans = await readPlans(bundle, deeds);
  const page = { 'written by': howToRenew, ...plans };
  if (process.env.TASKFLOW_RENEW_PLANS === '1') writeFileSync(pagePath, `${JSON.stringify(page, null, 2)}\n`);
  assert.deepEqual(page, JSON.parse(readFileSync(pagePath, 'utf8')), `when the new plans are right: ${howToRenew}`);
});
