/** Alerts: breaches that somebody should look at. */
import { publicId } from '#domain/value/ids.ts';
import { listAlerts } from '#engine/alert/list-alerts.ts';
import { resolveAlert } from '#engine/alert/resolve-alert.ts';
import type { AlertResolvers, MutationResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { answer } from '#graphql/plumbing/user-error.ts';

export const alertTypes = /* GraphQL */ `
  "Whether an alert still stands."
  enum AlertState {
    "It stands."
    OPEN
    "The work it watches settled, or a person closed it; an ENGINE_FAULT is closed by a person only."
    RESOLVED
  }

  "A detected breach."
  type Alert implements Node {
    "Opaque: \`alr_\` and a UUIDv7."
    id: ID!
    "What was breached, for example SLA_START_BY; ENGINE_FAULT when Taskflow itself could not do the work."
    kind: String!
    "Whether it still stands."
    state: AlertState!
    "INFO, WARNING or CRITICAL."
    severity: String!
    "A sentence for a person."
    message: String!
    "When it was raised."
    raisedAt: DateTime!
    "When it was resolved."
    resolvedAt: DateTime
    "The job it is about."
    job: Job
    "The run it is about."
    run: Run
    "The schedule it is about."
    schedule: Schedule
  }

  ${connectionTypes('Alert', 'alerts')}

  "Which alert to resolve."
  input ResolveAlertInput {
    "Its id; it must be OPEN."
    id: ID!
    "Why, in a sentence; kept in the event log."
    reason: String
  }

  "What resolveAlert did."
  type ResolveAlertPayload {
    "The alert as it is now; null when refused."
    alert: Alert
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Mutation {
    "Closes an open alert: somebody has seen to it."
    resolveAlert(
      "Which alert."
      input: ResolveAlertInput!
    ): ResolveAlertPayload!
  }

  extend type Query {
    "Alerts, the newest first."
    alerts(
      "In one of these states; all when absent."
      states: [AlertState!]
      "About this job."
      job: ID
      "How many at most, 1 to 200."
      first: Int = 50
      "The endCursor of the page before."
      after: Cursor
    ): AlertConnection!
  }
`;

const Alert: AlertResolvers = {
  id: (alert) => publicId('alert', alert.id),
  job: ({ jobId }, _, { loaders }) => (jobId === null ? null : loaders.job.load(jobId)),
  run: ({ runId }, _, { loaders }) => (runId === null ? null : loaders.run.load(runId)),
  schedule: ({ scheduleId }, _, { loaders }) => (scheduleId === null ? null : loaders.schedule.load(scheduleId)),
};

const Query: QueryResolvers = {
  alerts: (_, { states, job, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    const jobId = bareIdIfGiven('job', job) ?? null;
    return pageOf(listAlerts(engine, { ...page, states: states ?? null, jobId }), page);
  },
};

const Mutation: MutationResolvers = {
  resolveAlert: (_, { input }, { engine, loaders }) =>
    answer(
      resolveAlert(engine, { ...input, id: bareId('alert', input.id) }),
      async ({ id }) => ({ alert: await loaders.alert.clear(id).load(id) }),
      { alert: null },
    ),
};

export const alertResolvers = { Alert, AlertConnection: connection, Query, Mutation };
