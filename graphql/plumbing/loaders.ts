/** What one request reads of entities that others refer to: each kind in one statement, each entity once. */
import DataLoader from 'dataloader';
import { pageBounds } from '#domain/bounds/page.ts';
import type { WaitChain } from '#domain/job/wait-chain.ts';
import type { Reason } from '#domain/job/wait-reason.ts';
import type { Outcome } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import { loadActors } from '#engine/access/member/load-actors.ts';
import { type AlertRow, loadAlerts } from '#engine/alert/list-alerts.ts';
import { type AttemptRow, loadAttempts } from '#engine/attempt/load-attempts.ts';
import { loadChannels } from '#engine/channel/list-channels.ts';
import { readEventCursor } from '#engine/event/read-cursor.ts';
import type { FailureRow } from '#engine/failure/failure-rows.ts';
import { loadFailures } from '#engine/failure/list-failures.ts';
import {
  type ExampleRow,
  type FailureActRow,
  loadExamples,
  loadFailureActs,
  loadMembers,
  loadTrends,
  type TrendBucket,
} from '#engine/failure/load-failure-parts.ts';
import { loadFailuresOfAlerts, loadFailuresOfJobs, loadFailuresOfRuns } from '#engine/failure/load-failures-of.ts';
import { loadComers, loadGateMinutes } from '#engine/gate/contention/count-comers.ts';
import { loadGates } from '#engine/gate/list-gates.ts';
import {
  type HolderRow,
  loadGatesWaitedAt,
  loadHolders,
  loadHoldsOfJobs,
  loadWaiters,
  type WaiterRow,
} from '#engine/gate/load-gate-parts.ts';
import { loadRunEdges } from '#engine/graph/load-run-edges.ts';
import { loadRunSpans } from '#engine/graph/load-run-spans.ts';
import { loadStepHistory } from '#engine/graph/load-step-history.ts';
import { loadVersionPlans } from '#engine/graph/load-version-plans.ts';
import { loadEarlierParams } from '#engine/job/earlier-params.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import { loadJobPayloads, loadJobs } from '#engine/job/load-jobs.ts';
import { loadRecentJobs } from '#engine/job/load-recent-jobs.ts';
import { loadTransitions, type TransitionRow } from '#engine/job/load-transitions.ts';
import { loadDeliveries, loadTellings } from '#engine/notification/deliver/list-deliveries.ts';
import { loadRules } from '#engine/notification/rule/list-rules.ts';
import { loadQueueLoads, loadQueues } from '#engine/queue/list-queues.ts';
import { loadQueueActivity } from '#engine/queue/load-queue-activity.ts';
import { loadQueueFlows, loadQueueTasks } from '#engine/queue/load-queue-flows.ts';
import { loadQueueShares, loadTenantRunning, loadTenantWaiting } from '#engine/queue/load-queue-shares.ts';
import { loadRefusals, loadRerunBatches } from '#engine/rerun/list-rerun-batches.ts';
import { loadLoopItems } from '#engine/run/advance/loop/load-loop-items.ts';
import { loadRunLoops } from '#engine/run/advance/loop/load-run-loops.ts';
import { loadRunChanges } from '#engine/run/change/load-changes.ts';
import { loadRunSteps, loadRuns, loadRunVariables, loadStepProgress } from '#engine/run/get-run.ts';
import { countOpenRuns } from '#engine/run/of-workflows/count-open-runs.ts';
import { loadRecentRuns } from '#engine/run/of-workflows/load-recent-runs.ts';
import { loadReruns } from '#engine/run/rerun/load-reruns.ts';
import { loadLatestTicks, loadScheduleParams, loadSchedules, type TickRow } from '#engine/schedule/list-schedules.ts';
import { loadTaskSchedules } from '#engine/schedule/load-task-schedules.ts';
import { loadWorkflowSchedules } from '#engine/schedule/load-workflow-schedules.ts';
import { loadTaskFigures, loadTaskHistory } from '#engine/statistics/task-figures.ts';
import { loadWaitResults } from '#engine/step/load-wait-results.ts';
import type { Context } from '#engine/store/context.ts';
import { loadChildren } from '#engine/subflow/load-children.ts';
import { loadParents } from '#engine/subflow/load-parents.ts';
import { loadTasks, loadTaskTexts, loadTaskVersions } from '#engine/task/list-tasks.ts';
import { loadTaskHandlers } from '#engine/task/load-task-handlers.ts';
import { loadTenants } from '#engine/tenant/list-tenants.ts';
import { loadJobReasons } from '#engine/wait/load-job-reasons.ts';
import { loadQueueLines, loadQueueWaits } from '#engine/wait/load-queue-lines.ts';
import { loadRunPauses } from '#engine/wait/load-run-pauses.ts';
import { loadWaitChains } from '#engine/wait/load-wait-chains.ts';
import { loadLastHeard } from '#engine/worker/load-last-heard.ts';
import { type DraftAuthorRow, loadDraftAuthors, loadDraftTexts, loadOwnDrafts } from '#engine/workflow/draft/drafts.ts';
import { loadResultSchemas } from '#engine/workflow/leavings.ts';
import {
  loadLatestVersions,
  loadVersionsAt,
  loadWorkflows,
  loadWorkflowTexts,
  loadWorkflowVersions,
  type WorkflowVersionRow,
} from '#engine/workflow/list-workflows.ts';
import { loadCalls } from '#engine/workflow/load-calls.ts';
import { loadGraphs } from '#engine/workflow/load-graphs.ts';
import { loadTaskWorkflows } from '#engine/workflow/load-task-workflows.ts';
import type { RunParent } from './parents.ts';
import { orThrow } from './user-error.ts';

export type Loaders = ReturnType<typeof openLoaders>;

/** Loaders of one request; they remember what they read for as long as it lasts. */
export function openLoaders(context: Context) {
  return {
    ...queueLoaders(context),
    actor: byId(context, loadActors),
    job: byId(context, loadJobs),
    jobPayload: byId(context, orThrowing(loadJobPayloads)),
    jobReason: byRow<JobRow, Reason | null>(context, loadJobReasons),
    waitChain: byRow<JobRow, WaitChain | null>(context, loadWaitChains),
    earlierParams: byId(context, orThrowing(loadEarlierParams)),
    attempts: byRow<JobRow, AttemptRow[]>(context, orThrowing(loadAttempts)),
    transitions: byRow<JobRow, TransitionRow[]>(context, loadTransitions),
    task: byId(context, loadTasks),
    taskVersion: byId(context, loadTaskVersions),
    taskTexts: byId(context, orThrowing(loadTaskTexts)),
    taskHandler: byId(context, loadTaskHandlers),
    taskFigures: byId(context, loadTaskFigures),
    taskHistory: byId(context, loadTaskHistory),
    taskWorkflows: byId(context, loadTaskWorkflows),
    taskSchedules: byId(context, loadTaskSchedules),
    tenant: byId(context, loadTenants),
    /** The latest settled jobs of tasks, so many of each. */
    recentJobs: byArgument<JobRow[]>((ids, first) => loadRecentJobs(context, ids, first), context),
    ...gateLoaders(context),
    ...workflowLoaders(context),
    run: byId(context, loadRunParents),
    openRuns: byId(context, countOpenRuns),
    runVariables: byId(context, orThrowing(loadRunVariables)),
    runSteps: byId(context, loadRunSteps),
    waitResult: byId(context, orThrowing(loadWaitResults)),
    stepProgress: byId(context, loadStepProgress),
    parents: byId(context, loadParents),
    children: byId(context, loadChildren),
    runChanges: byId(context, orThrowing(loadRunChanges)),
    runPause: byId(context, loadRunPauses),
    reruns: byId(context, loadRerunParents),
    rerunBatch: byId(context, loadRerunBatches),
    rerunRefusals: byId(context, loadRefusals),
    schedule: byId(context, loadSchedules),
    scheduleParams: byId(context, orThrowing(loadScheduleParams)),
    alert: byId(context, loadAlerts),
    failure: byId(context, loadFailures),
    failureOfJob: byId(context, loadFailuresOfJobs),
    failureOfRun: byId(context, loadFailuresOfRuns),
    failuresOfAlert: byRow<AlertRow, FailureRow[]>(context, loadFailuresOfAlerts),
    failureActs: byRow<FailureRow, FailureActRow[]>(context, loadFailureActs),
    member: byId(context, loadMembers),
    /** So many hours of failures. */
    failureTrend: byArgument<TrendBucket[]>((ids, hours) => loadTrends(context, ids, hours), context),
    /** So many examples of failures. */
    failureExamples: byArgument<ExampleRow[]>((ids, first) => loadExamples(context, ids, first), context),
    tellings: byId(context, loadTellings),
    channel: byId(context, loadChannels),
    rule: byId(context, loadRules),
    delivery: byId(context, loadDeliveries),
    workflowSchedules: byId(context, loadWorkflowSchedules),
    /** The latest runs of workflows, so many of each. */
    recentRuns: byArgument<RunParent[]>((ids, first) => loadRecentParents(context, ids, first), context),
    /** The latest ticks of schedules, so many of each. */
    latestTicks: byArgument<TickRow[]>((ids, first) => loadLatestTicks(context, ids, first), context),
  };
}

function workflowLoaders(context: Context) {
  return {
    workflow: byId(context, loadWorkflows),
    version: byId(context, loadWorkflowVersions),
    latestVersion: byId(context, loadLatestVersions),
    versionText: byId(context, orThrowing(loadWorkflowTexts)),
    /** The versions with one number of workflows. */
    versionAt: byArgument<WorkflowVersionRow>((ids, number) => loadVersionsAt(context, ids, number), context),
    ownDraft: byId(context, loadOwnDrafts),
    draftText: byId(context, orThrowing(loadDraftTexts)),
    draftAuthors: byId<DraftAuthorRow[]>(context, loadDraftAuthors),
    graph: byId(context, loadGraphs),
    versionPlan: byId(context, loadVersionPlans),
    stepHistory: byId(context, loadStepHistory),
    runSpan: byId(context, loadRunSpans),
    workflowCalls: byId(context, loadCalls),
    resultSchema: byId(context, loadResultSchemas),
    runEdges: byId(context, loadRunEdges),
    runLoops: byId(context, loadRunLoops),
    loopItem: byId(context, orThrowing(loadLoopItems)),
  };
}

function gateLoaders(context: Context) {
  return {
    gate: byId(context, loadGates),
    /** So many of those who hold gates, and of those who wait at them. */
    gateComers: byId(context, loadComers),
    gateMinutes: byId(context, loadGateMinutes),
    gateHolders: byArgument<HolderRow[]>((ids, first) => loadHolders(context, { ids, first }), context),
    gateWaiters: byArgument<WaiterRow[]>((ids, first) => loadWaiters(context, { ids, first }), context),
    gateWaitedAt: byId(context, loadGatesWaitedAt),
    holdsOfJob: byId(context, loadHoldsOfJobs),
  };
}

function queueLoaders(context: Context) {
  return {
    queue: byId(context, loadQueues),
    queueLoad: byId(context, loadQueueLoads),
    queueActivity: byId(context, loadQueueActivity),
    queueShare: byId(context, loadQueueShares),
    queueFlows: byId(context, loadQueueFlows),
    queueTasks: byId(context, loadQueueTasks),
    queueWaits: byId(context, loadQueueWaits),
    /** The jobs first in the lines of queues, so many of each. */
    queueLine: byArgument<JobRow[]>((ids, first) => loadQueueLines(context, ids, first), context),
    tenantRunning: byId(context, loadTenantRunning),
    tenantWaiting: byId(context, loadTenantWaiting),
    lastHeard: byId(context, loadLastHeard),
  };
}

/** What a row refers to and the database holds for as long as the row. */
export async function existing<Row>(loading: Promise<Row | undefined>): Promise<Row> {
  const row = await loading;
  assert(row !== undefined, 'what a row refers to exists');
  return row;
}

// The place of the event log comes first: what happens while the runs are read is told again rather than missed.
async function loadRunParents(context: Context, ids: readonly string[]): Promise<Map<string, RunParent>> {
  const eventCursor = await readEventCursor(context);
  const runs = await loadRuns(context, ids);
  return new Map([...runs].map(([id, run]) => [id, { ...run, eventCursor }]));
}

async function loadRecentParents(
  context: Context,
  workflowIds: readonly string[],
  first: number,
): Promise<Map<string, RunParent[]>> {
  const eventCursor = await readEventCursor(context);
  const runs = await loadRecentRuns(context, workflowIds, first);
  return new Map([...runs].map(([id, list]) => [id, list.map((run) => ({ ...run, eventCursor }))]));
}

async function loadRerunParents(context: Context, runIds: readonly string[]): Promise<Map<string, RunParent[]>> {
  const eventCursor = await readEventCursor(context);
  const runs = await loadReruns(context, runIds);
  return new Map([...runs].map(([id, list]) => [id, list.map((run) => ({ ...run, eventCursor }))]));
}

function orThrowing<Keys, Rows>(
  load: (context: Context, keys: Keys) => Promise<Outcome<Rows>>,
): (context: Context, keys: Keys) => Promise<Rows> {
  return async (context, keys) => orThrow(await load(context, keys));
}

function byId<Row>(
  context: Context,
  load: (context: Context, ids: readonly string[]) => Promise<Map<string, Row>>,
): DataLoader<string, Row | undefined> {
  return new DataLoader<string, Row | undefined>(
    async (ids) => {
      const rows = await load(context, ids);
      return ids.map((id) => rows.get(id));
    },
    { maxBatchSize: pageBounds.loadBatchMax },
  );
}

/** A loader for each value of an argument. */
function byArgument<Value>(
  load: (ids: readonly string[], argument: number) => Promise<Map<string, Value>>,
  context: Context,
): (argument: number) => DataLoader<string, Value | undefined> {
  const known = new Map<number, DataLoader<string, Value | undefined>>();
  return (argument) => {
    const loader = known.get(argument) ?? byId(context, (_, ids) => load(ids, argument));
    known.set(argument, loader);
    return loader;
  };
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
    { maxBatchSize: pageBounds.loadBatchMax, cacheKeyFn: (row) => row.id },
  );
}
