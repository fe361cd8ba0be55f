/** The probes of inputs whose effect the event log tells: what is followed, and what is kept there only. */
import { type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { openAlert } from '#testing/open-alert.ts';
import { daily, flow, type Made, type Probe } from '#testing/probe-worlds.ts';

/** A question for the first event of the tenant that passes, from a place in its history on. */
export const firstEvent =
  'subscription ($filter: EventFilter, $after: Cursor) { events(filter: $filter, after: $after) { type entityId to reason } }';

const nowhere = '00000000-0000-7000-8000-000000000000';

/** A task, a queue, a workflow, a schedule, a job and a run, each with an event after the cursor. */
async function history(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const after = await api.cursor(tenant);
  await flow(tenant);
  const { data } = await tenant.ask(
    `mutation ($daily: CreateScheduleInput!) {
      createSchedule(input: $daily) { schedule { id } }
      enqueueJob(input: { task: "work" }) { job { id } }
      startRun(input: { workflow: "flow" }) { run { id } }
    }`,
    { daily },
  );
  return {
    after,
    schedule: textAt(data, 'createSchedule', 'schedule', 'id'),
    job: textAt(data, 'enqueueJob', 'job', 'id'),
    run: textAt(data, 'startRun', 'run', 'id'),
  };
}

async function alert(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const after = await api.cursor(tenant);
  return { after, alert: await openAlert(api.databaseUrl, { tenantId: tenant.id }) };
}

const listOf = (name: string) => (made: Made) => [made[name] ?? ''];

/** The probes by the name of the input type. */
export const eventProbes: Record<string, Probe> = {
  EventFilter: {
    setUp: history,
    document: firstEvent,
    variables: ({ after = '' }) => ({ filter: {}, after }),
    at: ['filter'],
    fields: {
      types: ['workflow.published'],
      noun: 'RUN',
      query: ({ job = '' }) => job,
      jobs: listOf('job'),
      runs: listOf('run'),
      schedules: listOf('schedule'),
      queues: ['other'],
    },
  },
  ResolveAlertInput: {
    setUp: alert,
    // The queue is made after the alert was resolved or not, so that there is something to be told of either way.
    document: `mutation ($input: ResolveAlertInput!) {
      resolveAlert(input: $input) { alert { state } userErrors { code path } }
      upsertQueue(input: { name: "later" }) { userErrors { code } }
    }`,
    tells: ['alert.resolved', 'queue.updated'],
    variables: ({ alert: id = '' }) => ({ input: { id } }),
    at: ['input'],
    fields: { id: `alr_${nowhere}`, reason: 'why' },
  },
};
