/** Alerts: breaches that somebody should look at. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { publicId } from '#domain/value/ids.ts';
import { acknowledgeAlert } from '#engine/alert/acknowledge-alert.ts';
import { getAlert, listAlerts } from '#engine/alert/list-alerts.ts';
import { resolveAlert } from '#engine/alert/resolve-alert.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type {
  AlertResolvers,
  MutationResolvers,
  QueryResolvers,
  TellingResolvers,
} from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';
import { connection, connectionTypes, pageOf, pageRequest } from '#graphql/plumbing/page.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

export const alertTypes = /* GraphQL */ `
  "Whether an alert still stands."
  enum AlertState {
    "It stands."
    OPEN
    "The work it watches settled, it is over, or a person closed it; an ENGINE_FAULT is closed by a person only."
    RESOLVED
  }

  "That somebody was told of an alert."
  type Telling {
    "The name of the channel."
    channel: String!
    "FIRST, MORE or END."
    kind: String!
    "How far the message has got."
    state: DeliveryState!
    "When it was made."
    at: DateTime!
    "When it was sent or given up; null before."
    endedAt: DateTime
  }

  "A detected breach, or something that a rule asks to be told of."
  type Alert implements Node {
    "Opaque: \`alr_\` and a UUIDv7."
    id: ID!
    "What was breached, for example SLA_START_BY; ENGINE_FAULT when Taskflow itself could not do the work; LOCK_CONTENTION when most of the jobs that came to a mutex or a pool had to wait; QUOTA_WARNED or QUOTA_EXHAUSTED when four fifths or all of a quota are used; else the kind of the rule that raised it, for example JOB_DEAD."
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
    "How often it has happened: more than once only where a rule raised it."
    count: Int!
    "When somebody acknowledged it: it still stands, and nobody is told of it any more."
    acknowledgedAt: DateTime
    "Who acknowledged or closed it: user or token; null while nobody has."
    acknowledgedBy: String
    "Who acknowledged or closed it, by name."
    acknowledger: Actor
    "Why, in the words of whoever did."
    acknowledgedReason: String
    "Who was told of it, the latest first; at most 20."
    tellings: [Telling!]!
    "The task it is about."
    task: Task
    "The queue it is about."
    queue: Queue
    "The workflow it is about."
    workflow: Workflow
    "The job it is about."
    job: Job
    "The run it is about."
    run: Run
    "The schedule it is about."
    schedule: Schedule
    "The failures of its task or workflow that were seen while it stood, the latest first, at most ${failureBounds.failuresPerAlertMax}; none for an alert that is not about something that failed. Grouping is a second or two behind."
    failures: [Failure!]!
  }

  ${connectionTypes('Alert', 'alerts')}

  "Which alert to acknowledge."
  input AcknowledgeAlertInput {
    "Its id; it must be OPEN, and nobody have acknowledged it."
    id: ID!
    "Why, in a sentence; kept with the alert and in the event log."
    reason: String
  }

  "What acknowledgeAlert did."
  type AcknowledgeAlertPayload {
    "The alert as it is now; null when refused."
    alert: Alert
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

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
    "Says that somebody has seen an alert and sees to it: it still stands, and nobody is told of it any more."
    acknowledgeAlert(
      "Which alert."
      input: AcknowledgeAlertInput!
    ): AcknowledgeAlertPayload!
    "Closes an open alert: somebody has seen to it."
    resolveAlert(
      "Which alert."
      input: ResolveAlertInput!
    ): ResolveAlertPayload!
  }

  extend type Query {
    "The alert of this id; null when the tenant has none."
    alert(
      "Its id."
      id: ID!
    ): Alert
    "Alerts, the newest first."
    alerts(
      "In one of these states; all when absent."
      states: [AlertState!]
      "These, by id, at most 1,000."
      ids: [ID!]
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
  acknowledger: ({ acknowledgedBy }, _, { loaders }) =>
    acknowledgedBy === null ? null : actorOf(loaders, acknowledgedBy),
  tellings: async ({ id }, _, { loaders }) => (await loaders.tellings.load(id)) ?? [],
  task: ({ taskId }, _, { loaders }) => (taskId === null ? null : loaders.task.load(taskId)),
  queue: ({ queueId }, _, { loaders }) => (queueId === null ? null : loaders.queue.load(queueId)),
  workflow: ({ workflowId }, _, { loaders }) => (workflowId === null ? null : loaders.workflow.load(workflowId)),
  job: ({ jobId }, _, { loaders }) => (jobId === null ? null : loaders.job.load(jobId)),
  run: ({ runId }, _, { loaders }) => (runId === null ? null : loaders.run.load(runId)),
  failures: async (alert, _, { loaders }) => (await loaders.failuresOfAlert.load(alert)) ?? [],
  schedule: ({ scheduleId }, _, { loaders }) => (scheduleId === null ? null : loaders.schedule.load(scheduleId)),
};

const Telling: TellingResolvers = {
  at: ({ createdAt }) => createdAt,
};

const Query: QueryResolvers = {
  alert: async (_, { id }, { engine }) => orThrow(await getAlert(engine, { id: bareId('alert', id) })) ?? null,
  alerts: (_, { states, ids, job, ...args }, { engine }, info) => {
    const page = pageRequest(args, info);
    const jobId = bareIdIfGiven('job', job) ?? null;
    return pageOf(
      listAlerts(engine, {
        ...page,
        states: states ?? null,
        ids: ids?.map((id) => bareId('alert', id)) ?? null,
        jobId,
      }),
      page,
    );
  },
};

const Mutation: MutationResolvers = {
  acknowledgeAlert: (_, { input }, { engine, loaders }) =>
    answer(
      acknowledgeAlert(engine, { ...input, id: bareId('alert', input.id) }),
      async ({ id }) => ({ alert: await loaders.alert.clear(id).load(id) }),
      { alert: null },
    ),
  resolveAlert: (_, { input }, { engine, loaders }) =>
    answer(
      resolveAlert(engine, { ...input, id: bareId('alert', input.id) }),
      async ({ id }) => ({ alert: await loaders.alert.clear(id).load(id) }),
      { alert: null },
    ),
};

export const alertResolvers = { Alert, Telling, AlertConnection: connection, Query, Mutation };
