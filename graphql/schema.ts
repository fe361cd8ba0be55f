/** The public schema: every noun's types and resolvers as one executable whole. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { alertResolvers, alertTypes } from './alert.ts';
import { eventResolvers, eventTypes } from './event.ts';
import { histogramResolvers, histogramTypes } from './histograms.ts';
import { jobResolvers, jobTypes } from './job.ts';
import { jobBulkResolvers, jobBulkTypes } from './job-bulk.ts';
import { jobCommandResolvers, jobCommandTypes } from './job-commands.ts';
import { jobFacetResolvers, jobFacetTypes } from './job-facets.ts';
import { markReading } from './limits/field-rules.ts';
import { guardFields } from './limits/guard-fields.ts';
import { pageTypes } from './page.ts';
import { platformEventResolvers, platformEventTypes } from './platform-event.ts';
import { queueResolvers, queueTypes } from './queue.ts';
import { runResolvers, runTypes } from './run.ts';
import { scalars, scalarTypes } from './scalars.ts';
import { scheduleResolvers, scheduleTypes } from './schedule.ts';
import { scheduleCommandResolvers, scheduleCommandTypes } from './schedule-commands.ts';
import { schedulePreviewResolvers, schedulePreviewTypes } from './schedule-preview.ts';
import { scheduleTimetableResolvers, scheduleTimetableTypes } from './schedule-timetable.ts';
import { statisticsResolvers, statisticsTypes } from './statistics.ts';
import { taskResolvers, taskTypes } from './task.ts';
import { tenantResolvers, tenantTypes } from './tenant.ts';
import { tokenResolvers, tokenTypes } from './token.ts';
import { userErrorTypes } from './user-error.ts';
import { viewerResolvers, viewerTypes } from './viewer.ts';
import { workerResolvers, workerTypes } from './worker.ts';
import { workflowResolvers, workflowTypes } from './workflow.ts';

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
    tenantTypes,
    tokenTypes,
    taskTypes,
    queueTypes,
    jobTypes,
    jobCommandTypes,
    jobBulkTypes,
    jobFacetTypes,
    workflowTypes,
    runTypes,
    scheduleTypes,
    scheduleCommandTypes,
    schedulePreviewTypes,
    scheduleTimetableTypes,
    alertTypes,
    histogramTypes,
    statisticsTypes,
    workerTypes,
    eventTypes,
    platformEventTypes,
  ],
  resolvers: [
    scalars,
    alertResolvers,
    eventResolvers,
    jobResolvers,
    jobCommandResolvers,
    jobBulkResolvers,
    jobFacetResolvers,
    queueResolvers,
    runResolvers,
    scheduleResolvers,
    scheduleCommandResolvers,
    schedulePreviewResolvers,
    scheduleTimetableResolvers,
    histogramResolvers,
    platformEventResolvers,
    statisticsResolvers,
    taskResolvers,
    tenantResolvers,
    tokenResolvers,
    viewerResolvers,
    workerResolvers,
    workflowResolvers,
  ],
});

markReading(schema);
guardFields(schema);

/** The schema as text, sorted, as clients get it at /graphql/schema.graphql. */
export const schemaText = `${laidOut(printSchema(lexicographicSortSchema(schema)))}\n`;

// Descriptions on lines of their own, as the project's formatter wants them.
function laidOut(text: string): string {
  return text.replaceAll(/^( *)"""(.+)"""$/gm, '$1"""\n$1$2\n$1"""');
}
