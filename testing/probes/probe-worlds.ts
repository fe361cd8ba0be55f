/** What the calls of the input probes need: made through the API, in a tenant of their own. */
import type { Json, JsonObject } from '#domain/value/json.ts';
import { at, cookieOf, postTo, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';

/** Ids that the calls of a probe speak of, by name; with a `cookie` among them it is that person who calls. */
export type Made = Readonly<Record<string, string>>;

/** A call without a field, and what to put there instead. */
export type Probe = {
  /** Makes what the call needs; each call has a tenant of its own. */
  setUp?: (tenant: TestTenant, api: TestConsole) => Promise<Made>;
  /** A call, or something to follow, of which the first event is the answer. */
  document: string;
  /** Types of events, the first of which after the cursor `after` belongs to the answer. */
  tells?: readonly string[];
  variables: (made: Made) => JsonObject;
  /** Where in the variables the input stands. */
  at: (string | number)[];
  /** What to put into each field. */
  fields: Record<string, Json | ((made: Made) => Json)>;
};

/** A handler that does nothing. */
export const noop: Json = { builtin: { name: 'noop' } };

/** A schedule of the first task. */
export const daily: JsonObject = { name: 'daily', cron: '0 3 * * *', target: { task: 'work' } };

/** A task and a queue. */
export async function work({ ask }: TestTenant): Promise<Made> {
  await ask('mutation ($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { code } } }', {
    input: { name: 'work', handler: noop },
  });
  await ask('mutation { upsertQueue(input: { name: "other" }) { userErrors { code } } }');
  return {};
}

/** Two tasks. */
export async function otherWork(tenant: TestTenant): Promise<Made> {
  await work(tenant);
  await tenant.ask('mutation ($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { code } } }', {
    input: { name: 'other', handler: noop },
  });
  return {};
}

/** A waiting job and a delayed one. */
export async function jobs(tenant: TestTenant): Promise<Made> {
  await otherWork(tenant);
  const { data } = await tenant.ask(
    `mutation ($jobs: [EnqueueJobInput!]!) { enqueueJobs(input: { jobs: $jobs }) { jobs { id } } }`,
    {
      jobs: [
        { task: 'work', params: 1, labels: { a: 'b' }, correlationId: 'c' },
        { task: 'other', queue: 'other', delay: 'PT1H' },
      ],
    },
  );
  return { job: textAt(data, 'enqueueJobs', 'jobs', 0, 'id'), delayed: textAt(data, 'enqueueJobs', 'jobs', 1, 'id') };
}

/** A workflow of independent steps. */
export const definition = (name: string, steps: string[]): JsonObject => ({
  name,
  variables: { n: { type: 'integer', default: 1 } },
  tasks: steps.map((id) => ({ id, type: 'work', dependencies: [] })),
});

/** A workflow in two versions, and another one. */
export async function flow(tenant: TestTenant): Promise<Made> {
  await otherWork(tenant);
  for (const [name, steps] of [
    ['flow', ['a']],
    ['flow', ['a', 'b']],
    ['other', ['a']],
  ] as const) {
    await tenant.ask(
      'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { code } } }',
      {
        input: { definition: definition(name, [...steps]) },
      },
    );
  }
  return {};
}

/** A run. */
export async function runs(tenant: TestTenant): Promise<Made> {
  await flow(tenant);
  const { data } = await tenant.ask('mutation { startRun(input: { workflow: "flow" }) { run { id } } }');
  return { run: textAt(data, 'startRun', 'run', 'id') };
}

/** A cancelled run of a version before the latest. */
export async function endedOldRun(tenant: TestTenant): Promise<Made> {
  await flow(tenant);
  const { data } = await tenant.ask('mutation { startRun(input: { workflow: "flow", version: 1 }) { run { id } } }');
  const run = textAt(data, 'startRun', 'run', 'id');
  await tenant.ask('mutation ($id: ID!) { cancelRun(input: { id: $id }) { userErrors { code } } }', { id: run });
  return { run };
}

/** A batch of one run that waits for its turn, and the place of the log before what is done to it. */
export async function rerunBatch(tenant: TestTenant, api: TestConsole): Promise<Made> {
  await endedOldRun(tenant);
  const { data } = await tenant.ask(
    'mutation { startRerunBatch(input: { filter: { workflow: "flow" } }) { batch { id } } }',
  );
  return { batch: textAt(data, 'startRerunBatch', 'batch', 'id'), after: await api.cursor(tenant) };
}

/** A batch that is paused. */
export async function pausedBatch(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const { batch = '' } = await rerunBatch(tenant, api);
  await tenant.ask('mutation ($id: ID!) { pauseRerunBatch(input: { id: $id }) { userErrors { code } } }', {
    id: batch,
  });
  return { batch, after: await api.cursor(tenant) };
}

/** A run that is paused. */
export async function pausedRun(tenant: TestTenant): Promise<Made> {
  const made = await runs(tenant);
  await tenant.ask('mutation ($id: ID!) { pauseRun(input: { id: $id }) { userErrors { code } } }', {
    id: made.run ?? '',
  });
  return made;
}

/** A job that was cancelled. */
export async function cancelled(tenant: TestTenant): Promise<Made> {
  const made = await jobs(tenant);
  await tenant.ask('mutation ($id: ID!) { cancelJob(input: { id: $id }) { userErrors { code } } }', {
    id: made.job ?? '',
  });
  return made;
}

/** A schedule. */
export async function schedules(tenant: TestTenant): Promise<Made> {
  await flow(tenant);
  const { data } = await tenant.ask(
    'mutation ($input: CreateScheduleInput!) { createSchedule(input: $input) { schedule { id } } }',
    { input: daily },
  );
  return { schedule: textAt(data, 'createSchedule', 'schedule', 'id') };
}

/** A member, who calls themselves, with another session. */
export async function person(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const { email, password, cookie } = await api.person(tenant, 'ADMIN');
  const there = await postTo(`${api.url}/api/session`, { email, password });
  const sessions = await api.ask({ cookie: cookieOf(there) }, '{ sessions { id isCurrent } }');
  const other = Array.isArray(sessions.data.sessions) ? sessions.data.sessions : [];
  return {
    cookie,
    password,
    session: textAt(
      other.find((one) => at(one, 'isCurrent') === true),
      'id',
    ),
  };
}

/** Two members, the second of whom made a token. */
export async function members(tenant: TestTenant, api: TestConsole): Promise<Made> {
  const [first, second] = [await api.person(tenant), await api.person(tenant, 'ADMIN')];
  await api.ask(
    { cookie: second.cookie, tenant: tenant.slug },
    'mutation { createApiToken(input: { name: "t", role: VIEWER }) { token { id } } }',
  );
  return { member: second.id, other: first.id };
}

/** An invitation. */
export async function invitation(tenant: TestTenant): Promise<Made> {
  const { data } = await tenant.ask(
    'mutation { inviteMember(input: { email: "a@example.com", role: VIEWER }) { invitation { id } } }',
  );
  return { invitation: textAt(data, 'inviteMember', 'invitation', 'id') };
}

/** A token. */
export async function token(tenant: TestTenant): Promise<Made> {
  const { data } = await tenant.ask('mutation { createApiToken(input: { name: "t", role: VIEWER }) { token { id } } }');
  return { token: textAt(data, 'createApiToken', 'token', 'id') };
}
