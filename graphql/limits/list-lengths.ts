/**
 * How long each list of the schema can be. `most` is its bound; `usual` is for lists whose bound says little because
 * long ones are rare: what they really hold is counted while the answer is made. Pages of connections go by `first`.
 */

import { permissions } from '#domain/access/permissions.ts';
import { accessBounds } from '#domain/bounds/access.ts';
import { notificationBounds } from '#domain/bounds/alert.ts';
import { draftBounds } from '#domain/bounds/draft.ts';
import { failureBounds } from '#domain/bounds/failure.ts';
import { gateBounds } from '#domain/bounds/gate.ts';
import { graphBounds } from '#domain/bounds/graph.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import { logBounds } from '#domain/bounds/log.ts';
import { noteBounds } from '#domain/bounds/note.ts';
import { pageBounds } from '#domain/bounds/page.ts';
import { queueBounds } from '#domain/bounds/queue.ts';
import { quotaBounds } from '#domain/bounds/quota.ts';
import { comparisonBounds, momentBounds, rerunBounds, runBounds } from '#domain/bounds/run.ts';
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { subflowBounds } from '#domain/bounds/subflow.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { viewBounds } from '#domain/bounds/view.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { jobStates, runStates } from '#domain/machines.ts';
import { policyLevels } from '#domain/policy/policy-line.ts';
import { policyKinds } from '#domain/policy/task-policies.ts';
import { severities } from '#domain/sla/alert-kinds.ts';
import { approverRoles } from '#domain/step/read-ask.ts';
import { fleetStates } from '#domain/timeline/fleet-parts.ts';

export type ListLength =
  | { most: number }
  | { usual: number }
  /** As long as this argument of the field says. */
  | { argument: string; default: number; most: number };

const problems: ListLength = { usual: 5 };

/** By type and field. A list that is not here is refused by a test, and costs as much as the longest. */
export const listLengths: Readonly<Record<string, ListLength>> = {
  'Alert.failures': { most: failureBounds.failuresPerAlertMax },
  'Alert.tellings': { usual: 3 },
  'ApiToken.scopes': { most: permissions.length },
  'BrokenWorkflow.problems': problems,
  'BulkJobsPayload.jobs': { most: jobBounds.bulkJobsShownMax },
  'BulkJobsPayload.skipped': { most: jobStates.length },
  'BulkRunsPayload.runs': { most: runBounds.bulkRunsShownMax },
  'BulkRunsPayload.skipped': { most: runStates.length },
  'BulkRunsPayload.states': { most: runStates.length },
  'Channel.to': { usual: 3 },
  'CreateSchedulesPayload.schedules': { most: scheduleBounds.createdPerCallMax },
  'DryRun.edges': { usual: 2 * workflowBounds.stepsMax },
  'DryRun.findings': { most: runBounds.findingsMax },
  'DryRun.problems': problems,
  'DryRun.steps': { most: workflowBounds.stepsMax },
  'DryRunFinding.stepKeys': { most: runBounds.findingStepsMax },
  'DryRunStep.ask': { usual: 1 },
  'EnqueueJobsPayload.jobs': { most: jobBounds.enqueueBatchMax },
  'Failure.examples': {
    argument: 'first',
    default: failureBounds.examplesDefault,
    most: failureBounds.examplesMax,
  },
  'Failure.history': { argument: 'first', default: failureBounds.historyDefault, most: failureBounds.actsKeptMax },
  'Failure.trend': {
    argument: 'hours',
    default: failureBounds.trendHoursDefault,
    most: failureBounds.hoursKeptMax,
  },
  'FailureGroupPayload.fromStart': problems,
  'FailureGroupPayload.jobs': { most: jobBounds.bulkJobsShownMax },
  'FailureGroupPayload.skipped': problems,
  'FailuresPayload.failures': { most: failureBounds.failuresPerCallMax },
  'FleetPart.states': { most: fleetStates.length },
  // A row has bars or parts, and as a rule few of either.
  'FleetRow.bars': { usual: 20 },
  'FleetRow.parts': { usual: 20 },
  'FleetRow.planned': { usual: 10 },
  // A step waits for one or two others as a rule, and for a thousand at most.
  'Gate.holders': { argument: 'first', default: 10, most: gateBounds.partsMax },
  'Gate.minutes': { most: gateBounds.contentionMinutesShown },
  'Gate.waiters': { argument: 'first', default: 10, most: gateBounds.partsMax },
  'Graph.edges': { usual: 2 * workflowBounds.stepsMax },
  'Graph.nodes': { most: workflowBounds.stepsMax },
  'Graph.groups': { usual: 10 },
  'GraphAnalysis.criticalPath': { usual: 20 },
  'GraphAnalysis.steps': { most: workflowBounds.stepsMax },
  // A step is in one group at most.
  'GraphGroup.steps': { usual: 20 },
  'Job.attempts': { usual: 3 },
  'Job.holds': { usual: 2 },
  'Job.transitions': { usual: 8 },
  'JobWhy.gates': { usual: 12 },
  'JobFacets.queues': { most: jobBounds.facetValuesMax },
  'JobFacets.states': { most: jobStates.length },
  'JobFacets.tasks': { most: jobBounds.facetValuesMax },
  'JobHistogram.buckets': { most: statisticsBounds.histogramBucketsMax },
  'JobHistogramBucket.states': { most: jobStates.length },
  'LogFindings.lines': { most: pageBounds.pageSizeMax },
  'LogNews.lines': { most: logBounds.linesPerMessageMax },
  'Query.failureTenants': { most: failureBounds.tenantsShownMax },
  'NotificationRule.channels': { usual: 2 },
  'Query.channels': { most: notificationBounds.channelsMax },
  'Query.notificationRules': { most: notificationBounds.rulesMax },
  'Query.invitations': { most: accessBounds.invitationsOpenMax },
  'Query.members': { most: pageBounds.listWholeMax },
  'Query.notes': { argument: 'first', default: 20, most: noteBounds.historyMax },
  'Query.pools': { most: gateBounds.poolsMax },
  'Query.queues': { most: pageBounds.listWholeMax },
  'Query.quotas': { most: quotaBounds.quotasMax },
  'Query.workflowDrafts': { most: draftBounds.draftsPerOwnerMax },
  'Query.savedViews': { most: 2 * viewBounds.viewsPerListMax },
  'Query.sessions': { most: accessBounds.sessionsPerUserMax },
  'Query.workers': { most: pageBounds.listWholeMax },
  'QueueActivity.parts': { most: queueBounds.activityParts },
  // Three kinds of limits.
  'Queue.flows': { most: queueBounds.flowMinutes.length },
  'Queue.limits': { most: 3 },
  'Queue.line': { argument: 'first', default: 20, most: jobBounds.lineShownMax },
  'Queue.tasks': { most: queueBounds.tasksShownMax },
  'QueueWaits.sums': { usual: 4 },
  'QuietHours.through': { most: severities.length },
  'RerunBatch.refusals': { usual: 3 },
  'RerunBatchPayload.runs': { most: rerunBounds.runsShownMax },
  'RerunBatchPayload.skipped': { most: runStates.length },
  // Who asks what a rerun does is shown all of it.
  'RerunPreview.dropped': { usual: 5 },
  'RerunPreview.steps': { most: workflowBounds.stepsMax },
  'RerunPreview.written': { usual: 5 },
  'StartRunsPayload.runs': { most: runBounds.startBatchMax },
  'AddedStep.before': { usual: 1 },
  'Run.changes': { usual: 2 },
  'RunModification.addedSteps': { usual: 2 },
  'RunModification.skippedSteps': { usual: 2 },
  'RunModification.variables': { usual: 2 },
  'Run.dependencies': { usual: 2 * workflowBounds.stepsMax },
  // Every step may repeat its task; of most runs a few do.
  'Run.loops': { usual: 20 },
  'Run.reruns': { usual: 2 },
  'Run.why': { usual: 4 },
  'Run.steps': { most: workflowBounds.stepsMax },
  'RunComparison.given': { usual: 5 },
  'RunComparison.steps': {
    argument: 'first',
    default: comparisonBounds.stepsShownDefault,
    most: 2 * workflowBounds.stepsMax,
  },
  'RunComparison.variables': { usual: 5 },
  'RunFacets.states': { most: runStates.length },
  'RunFacets.workflows': { most: runBounds.facetValuesMax },
  'RunHistogram.buckets': { most: statisticsBounds.histogramBucketsMax },
  'RunHistogramBucket.states': { most: runStates.length },
  'RunMoment.failures': { usual: 5 },
  'RunMoment.next': { most: momentBounds.eventsShownMax },
  'RunMoment.steps': { most: workflowBounds.stepsMax },
  'RunMoment.undoing': { usual: 5 },
  'Schedule.upcoming': {
    argument: 'first',
    default: scheduleBounds.previewShown,
    most: timetableBounds.previewCountMax,
  },
  'SchedulePreview.times': { most: timetableBounds.previewCountMax },
  'SchedulePreview.warnings': problems,
  'SchedulesPayload.schedules': { most: scheduleBounds.schedulesPerCallMax },
  'Statistics.buckets': { most: statisticsBounds.statisticsBucketsMax },
  // Any step may run a workflow; few of a run do.
  'Run.workflowSteps': { usual: 10 },
  'Run.ancestors': { most: subflowBounds.depthMax - 1 },
  'Workflow.calledBy': { most: subflowBounds.shownMax },
  'Workflow.calls': { most: subflowBounds.shownMax },
  'StepWait.roles': { most: approverRoles.length },
  'Task.history': { most: taskBounds.historySpans },
  'Task.mutex': { most: gateBounds.mutexesMax },
  'EffectivePolicy.lines': { most: policyKinds.length },
  'PolicyLine.levels': { most: policyLevels.length },
  'Task.policies': { most: policyKinds.length },
  'Task.recentJobs': { argument: 'first', default: 10, most: taskBounds.recentJobsMax },
  'TaskImpact.breaks': { most: taskBounds.impactWorkflowsMax },
  'WorkflowImpact.breaks': { most: subflowBounds.impactWorkflowsMax },
  'TaskTest.lines': { most: taskBounds.testLogLinesMax },
  'TaskUses.steps': { most: graphBounds.taskStepsShownMax },
  'TaskUses.schedules': { usual: 3 },
  'TaskUses.workflows': { usual: 3 },
  'UserError.path': problems,
  'Viewer.permissions': { most: permissions.length },
  'Worker.queues': { usual: 5 },
  // Two people at one workflow are many.
  'Workflow.draftAuthors': { usual: 2 },
  'Workflow.recentRuns': { argument: 'first', default: 10, most: runBounds.recentRunsMax },
  'Workflow.schedules': { usual: 5 },
  'WorkflowDiff.edges': { usual: 20 },
  'WorkflowDiff.settings': { usual: 3 },
  'WorkflowDiff.steps': { usual: 20 },
  'WorkflowDiff.variables': { usual: 5 },
  'PartChange.fields': { usual: 3 },
  'WorkflowVersion.impact': { most: workflowBounds.stepsMax },
  'WorkflowProblem.path': problems,
  'WorkflowValidation.levels': { most: workflowBounds.stepsMax },
  'WorkflowValidation.problems': { most: valueBounds.problemsMax },
  'WorkflowValidation.warnings': { most: valueBounds.problemsMax },
  'WorkflowWarning.path': problems,
};

// Statements of some ten milliseconds over all chunks of a log; a search looks through megabytes.
const [logPage, logPart, logSearch] = [1_000, 5_000, 10_000];

/** Fields that are no lists and yet as much work as one: a graph is drawn from every step of its version. */
export const weights: Readonly<Record<string, number>> = {
  'Attempt.log': logPage,
  // Some statements over the tenant's queues and running jobs, a millisecond or two each.
  'Job.why': 50,
  'Queue.share': 100,
  'Queue.waits': jobBounds.waitsLookedAtMax,
  'Run.why': workflowBounds.stepsMax,
  // A statement over the rows of a page, of some 100 ms when all of them are crowded.
  'Query.fleetTimeline': 5_000,
  'Job.log': logPage,
  'Query.logLines': logPage,
  'Query.logText': logPart,
  'Query.searchLog': logSearch,
  'Run.log': logPage,
  // Some hundred rows of jobs each, and some thousand.
  'Task.figures': 20,
  'Task.history': 100,
  'Run.graph': workflowBounds.stepsMax,
  'Run.step': workflowBounds.stepsMax,
  'WorkflowVersion.graph': workflowBounds.stepsMax,
  // Definitions of others, each as large as one may be.
  'Workflow.resultSchema': workflowBounds.stepsMax,
  'Query.workflowImpact': 20_000,
  'PublishWorkflowPayload.impact': 20_000,
  'Run.diagram': workflowBounds.stepsMax,
  'WorkflowVersion.diagram': workflowBounds.stepsMax,
  // Every step with its job; some thousand jobs of the latest runs.
  'Run.analysis': workflowBounds.stepsMax,
  'WorkflowVersion.analysis': workflowBounds.stepsMax,
  // Two definitions, each as large as one may be.
  // Every step of two runs with its job; a log that may have a hundred thousand lines.
  'Query.compareRuns': 2 * workflowBounds.stepsMax,
  'Query.runMoment': 20_000,
  'Query.workflowDiff': 2 * workflowBounds.stepsMax,
};

/** How long a list is taken to be; `page` is for nodes and edges of a connection, `given` reads an argument of the field. */
export function lengthOf(
  place: { type: string; field: string },
  { page, given }: { page: number; given: (argument: string) => number | undefined },
): number {
  const { type, field } = place;
  if (isPageOfConnection(place)) return page;
  if (field === 'userErrors') return lengthIn(problems, given);
  return lengthIn(listLengths[`${type}.${field}`] ?? { most: workflowBounds.stepsMax }, given);
}

/** True when the table, or the rule for pages and userErrors, says how long the list is. */
export function isLengthKnown(place: { type: string; field: string }): boolean {
  const { type, field } = place;
  return isPageOfConnection(place) || field === 'userErrors' || listLengths[`${type}.${field}`] !== undefined;
}

function isPageOfConnection({ type, field }: { type: string; field: string }): boolean {
  return type.endsWith('Connection') && (field === 'nodes' || field === 'edges');
}

// An absurd length is refused by the list itself, in words; here it counts as the longest.
function lengthIn(length: ListLength, given: (argument: string) => number | undefined): number {
  if ('usual' in length) return length.usual;
  if (!('argument' in length)) return length.most;
  const asked = given(length.argument) ?? length.default;
  return asked >= 1 ? Math.min(asked, length.most) : length.default;
}
