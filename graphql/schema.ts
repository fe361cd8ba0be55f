/** The public schema: every noun's types and resolvers as one executable whole. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { accountResolvers, accountTypes } from '#graphql/access/account.ts';
import { actorResolvers, actorTypes } from '#graphql/access/actor.ts';
import { invitationResolvers, invitationTypes } from '#graphql/access/invitation.ts';
import { memberResolvers, memberTypes } from '#graphql/access/member.ts';
import { pauseResolvers, pauseTypes } from '#graphql/access/pause.ts';
import { platformEventResolvers, platformEventTypes } from '#graphql/access/platform-event.ts';
import { tokenResolvers, tokenTypes } from '#graphql/access/token.ts';
import { viewerResolvers, viewerTypes } from '#graphql/access/viewer.ts';
import { alertResolvers, alertTypes } from '#graphql/alert/alert.ts';
import { channelResolvers, channelTypes } from '#graphql/channel/channel.ts';
import { eventResolvers, eventTypes } from '#graphql/event/event.ts';
import { answerStartCursor } from '#graphql/event/start-cursor.ts';
import { failureResolvers, failureTypes } from '#graphql/failure/failure.ts';
import { failureCommandResolvers, failureCommandTypes } from '#graphql/failure/failure-commands.ts';
import { gateResolvers, gateTypes } from '#graphql/gate/gate.ts';
import { gateCommandResolvers, gateCommandTypes } from '#graphql/gate/gate-commands.ts';
import { graphResolvers, graphTypes } from '#graphql/graph/graph.ts';
import { runComparisonResolvers, runComparisonTypes } from '#graphql/graph/run-comparison.ts';
import { workflowDiffResolvers, workflowDiffTypes } from '#graphql/graph/workflow-diff.ts';
import { jobResolvers, jobTypes } from '#graphql/job/job.ts';
import { jobBulkResolvers, jobBulkTypes } from '#graphql/job/job-bulk.ts';
import { jobCommandResolvers, jobCommandTypes } from '#graphql/job/job-commands.ts';
import { jobFacetResolvers, jobFacetTypes } from '#graphql/job/job-facets.ts';
import { jobWhyResolvers, jobWhyTypes } from '#graphql/job/job-why.ts';
import { liveLogResolvers, liveLogTypes } from '#graphql/log/live-log.ts';
import { logResolvers, logTypes } from '#graphql/log/log.ts';
import { noteResolvers, noteTypes } from '#graphql/note/note.ts';
import { deliveryResolvers, deliveryTypes } from '#graphql/notification/delivery.ts';
import { ruleResolvers, ruleTypes } from '#graphql/notification/rule.ts';
import { pageTypes } from '#graphql/plumbing/page.ts';
import { scalars, scalarTypes } from '#graphql/plumbing/scalars.ts';
import { userErrorTypes } from '#graphql/plumbing/user-error.ts';
import { policyResolvers, policyTypes } from '#graphql/policy/policy.ts';
import { queueResolvers, queueTypes } from '#graphql/queue/queue.ts';
import { queueLineResolvers, queueLineTypes } from '#graphql/queue/queue-line.ts';
import { rateTypes } from '#graphql/queue/rate.ts';
import { quotaResolvers, quotaTypes } from '#graphql/quota/quota.ts';
import { rerunResolvers, rerunTypes } from '#graphql/rerun/rerun.ts';
import { runResolvers, runTypes } from '#graphql/run/run.ts';
import { runBulkResolvers, runBulkTypes } from '#graphql/run/run-bulk.ts';
import { runCommandResolvers, runCommandTypes } from '#graphql/run/run-commands.ts';
import { runFacetResolvers, runFacetTypes } from '#graphql/run/run-facets.ts';
import { runModifyResolvers, runModifyTypes } from '#graphql/run/run-modify.ts';
import { runMomentResolvers, runMomentTypes } from '#graphql/run/run-moment.ts';
import { runPictureResolvers, runPictureTypes } from '#graphql/run/run-picture.ts';
import { runWhyResolvers, runWhyTypes } from '#graphql/run/run-why.ts';
import { scheduleResolvers, scheduleTypes } from '#graphql/schedule/schedule.ts';
import { scheduleCommandResolvers, scheduleCommandTypes } from '#graphql/schedule/schedule-commands.ts';
import { schedulePreviewResolvers, schedulePreviewTypes } from '#graphql/schedule/schedule-preview.ts';
import { scheduleTimetableResolvers, scheduleTimetableTypes } from '#graphql/schedule/schedule-timetable.ts';
import { histogramResolvers, histogramTypes } from '#graphql/statistics/histograms.ts';
import { statisticsResolvers, statisticsTypes } from '#graphql/statistics/statistics.ts';
import { stepResolvers, stepTypes } from '#graphql/step/step.ts';
import { subflowResolvers, subflowTypes } from '#graphql/subflow/subflow.ts';
import { taskResolvers, taskTypes } from '#graphql/task/task.ts';
import { taskCommandResolvers, taskCommandTypes } from '#graphql/task/task-commands.ts';
import { taskFigureResolvers, taskFigureTypes } from '#graphql/task/task-figures.ts';
import { taskImpactResolvers, taskImpactTypes } from '#graphql/task/task-impact.ts';
import { tenantResolvers, tenantTypes } from '#graphql/tenant/tenant.ts';
import { timelineResolvers, timelineTypes } from '#graphql/timeline/timeline.ts';
import { viewResolvers, viewTypes } from '#graphql/view/view.ts';
import { workerResolvers, workerTypes } from '#graphql/worker/worker.ts';
import { draftResolvers, draftTypes } from '#graphql/workflow/draft.ts';
import { dryRunResolvers, dryRunTypes } from '#graphql/workflow/dry-run.ts';
import { workflowResolvers, workflowTypes } from '#graphql/workflow/workflow.ts';
import { workflowImpactResolvers, workflowImpactTypes } from '#graphql/workflow/workflow-impact.ts';
import { markReading } from './limits/field-rules.ts';
import { guardFields } from './limits/guard-fields.ts';

const rootTypes = /* GraphQL */ `
  "Everything that can be read."
  type Query

  "Everything that can be changed. Each takes one input and returns the entity and userErrors. Without the permission read the entity tells of itself and leads no further: what asks for more is FORBIDDEN, and nothing is done."
  type Mutation

  "Everything that can be followed live, over WebSocket with the protocol graphql-transport-ws."
  type Subscription
`;

/** What clients can ask, ready to execute. */
export const schema = makeExecutableSchema({
  typeDefs: [
    rootTypes,
    scalarTypes,
    pageTypes,
    userErrorTypes,
    viewerTypes,
    actorTypes,
    pauseTypes,
    memberTypes,
    invitationTypes,
    accountTypes,
    tenantTypes,
    tokenTypes,
    taskTypes,
    taskFigureTypes,
    taskImpactTypes,
    workflowImpactTypes,
    taskCommandTypes,
    policyTypes,
    queueTypes,
    rateTypes,
    gateTypes,
    gateCommandTypes,
    quotaTypes,
    queueLineTypes,
    jobTypes,
    jobCommandTypes,
    jobBulkTypes,
    jobFacetTypes,
    jobWhyTypes,
    workflowTypes,
    draftTypes,
    dryRunTypes,
    runTypes,
    runCommandTypes,
    runBulkTypes,
    runFacetTypes,
    runModifyTypes,
    runPictureTypes,
    runWhyTypes,
    runMomentTypes,
    graphTypes,
    workflowDiffTypes,
    runComparisonTypes,
    stepTypes,
    subflowTypes,
    rerunTypes,
    scheduleTypes,
    scheduleCommandTypes,
    schedulePreviewTypes,
    scheduleTimetableTypes,
    alertTypes,
    channelTypes,
    ruleTypes,
    deliveryTypes,
    histogramTypes,
    statisticsTypes,
    timelineTypes,
    workerTypes,
    eventTypes,
    logTypes,
    liveLogTypes,
    platformEventTypes,
    failureTypes,
    failureCommandTypes,
    viewTypes,
    noteTypes,
  ],
  resolvers: [
    scalars,
    accountResolvers,
    actorResolvers,
    pauseResolvers,
    alertResolvers,
    channelResolvers,
    ruleResolvers,
    deliveryResolvers,
    eventResolvers,
    gateResolvers,
    gateCommandResolvers,
    quotaResolvers,
    invitationResolvers,
    jobResolvers,
    jobCommandResolvers,
    jobBulkResolvers,
    jobFacetResolvers,
    jobWhyResolvers,
    logResolvers,
    liveLogResolvers,
    memberResolvers,
    noteResolvers,
    policyResolvers,
    queueResolvers,
    queueLineResolvers,
    runResolvers,
    runCommandResolvers,
    runBulkResolvers,
    runFacetResolvers,
    runModifyResolvers,
    runPictureResolvers,
    runWhyResolvers,
    runMomentResolvers,
    graphResolvers,
    workflowDiffResolvers,
    runComparisonResolvers,
    stepResolvers,
    subflowResolvers,
    rerunResolvers,
    scheduleResolvers,
    scheduleCommandResolvers,
    schedulePreviewResolvers,
    scheduleTimetableResolvers,
    histogramResolvers,
    platformEventResolvers,
    statisticsResolvers,
    timelineResolvers,
    taskResolvers,
    taskFigureResolvers,
    taskImpactResolvers,
    workflowImpactResolvers,
    taskCommandResolvers,
    tenantResolvers,
    tokenResolvers,
    viewResolvers,
    viewerResolvers,
    workerResolvers,
    workflowResolvers,
    draftResolvers,
    dryRunResolvers,
    failureResolvers,
    failureCommandResolvers,
  ],
});

markReading(schema);
answerStartCursor(schema);
guardFields(schema);

/** The schema as text, sorted, as clients get it at /graphql/schema.graphql. */
export const schemaText = `${laidOut(printSchema(lexicographicSortSchema(schema)))}\n`;

// Descriptions on lines of their own, as the project's formatter wants them.
function laidOut(text: string): string {
  return text.replaceAll(/^( *)"""(.+)"""$/gm, '$1"""\n$1$2\n$1"""');
}
