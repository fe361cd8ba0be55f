// Who may ask what: a walk over the schema, and every role at every field of its root.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type GraphQLNamedType, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import pg from 'pg';
import { type Permission, permissions, permissionsOf, type Role, roles } from '#domain/access/permissions.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { openAlert } from '#testing/alert/open-alert.ts';
import { openDelivery } from '#testing/alert/open-delivery.ts';
import {
  type Answer,
  at,
  type Caller,
  postTo,
  startTestConsole,
  type TestConsole,
  type TestTenant,
  textAt,
} from '#testing/console.ts';
import { actOnGates } from '#testing/gates/gate-probes.ts';
import { actOnLimits } from '#testing/probes/quota-probes.ts';
import { beyondOf, ownOf } from '#testing/probes/read-selections.ts';
import {
  mutationRules,
  queryRules,
  type Rule,
  restrictedTypes,
  subscriptionRules,
} from '#testing/probes/root-rules.ts';
import { actOnTasks } from '#testing/probes/task-probes.ts';
import { actOnWaits } from '#testing/probes/wait-probes.ts';
import { actOnOpenRun } from '#testing/runs/modify-probes.ts';
import { openFailure } from '#testing/worlds/open-failure.ts';
import { asksRead, fieldRules } from './limits/field-rules.ts';
import { schema } from './schema.ts';

type Asker = {
  name: string;
  may: ReadonlySet<Permission>;
  ask(query: string, variables?: JsonObject): Promise<Answer>;
};

let api: TestConsole;
let tenant: TestTenant;
let askers: Asker[];
const narrowScopes: Permission[] = ['job.enqueue'];
before(async () => {
  api = await startTestConsole();
  tenant = await api.tenant('ADMIN');
  askers = await Promise.all(roles.map(askerOf));
  const narrow = await newToken({ name: 'narrow', role: 'ADMIN', scopes: narrowScopes });
  askers.push({
    name: 'a token that only enqueues',
    may: permissionsOf('ADMIN', narrowScopes),
    ask: (query, variables) => api.ask({ token: narrow }, query, variables),
  });
});
after(() => api.close());

async function newToken(input: JsonObject): Promise<string> {
  const made = await api.ask({ token: api.adminToken, tenant: tenant.slug }, mutation('createApiToken', 'plaintext'), {
    input,
  });
  return textAt(made.data, 'createApiToken', 'plaintext');
}

async function askerOf(role: Role): Promise<Asker> {
  const isPlatform = role === 'PLATFORM_ADMIN';
  const token = isPlatform ? api.adminToken : await newToken({ name: role, role });
  const caller = { token, tenant: isPlatform ? tenant.slug : undefined };
  return { name: role, may: permissionsOf(role), ask: (query, variables) => api.ask(caller, query, variables) };
}

type Field = ReturnType<GraphQLObjectType['getFields']>[string];

const fieldsOf = (type: GraphQLObjectType | null | undefined) => Object.values(type?.getFields() ?? {});
const namesOf = (type: GraphQLObjectType | null | undefined) => namesAmong(fieldsOf(type), () => true);

function mutation(field: string, selection = ''): string {
  const [argument] = schema.getMutationType()?.getFields()[field]?.args ?? [];
  return `mutation ($input: ${argument?.type}) { ${field}(input: $input) { ${selection} userErrors { code message path } } }`;
}

test('every field at the root of the schema has a rule', () => {
  assert.deepEqual(Object.keys(queryRules).sort(), namesOf(schema.getQueryType()));
  assert.deepEqual(Object.keys(mutationRules).sort(), namesOf(schema.getMutationType()));
  assert.deepEqual(Object.keys(subscriptionRules).sort(), namesOf(schema.getSubscriptionType()));
});

test('what only some may see cannot be reached from a field that asks for less', () => {
  const rules: Record<string, { needs: Rule }> = { ...queryRules, ...mutationRules, ...subscriptionRules };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(fieldsOf);
  const open: string[] = [];
  for (const root of roots) {
    const needed = rules[root.name]?.needs ?? 'everybody';
    for (const { name } of reachableFrom([getNamedType(root.type)])) {
      if (restrictedTypes[name]?.includes(needed) === false) open.push(`${name} from ${root.name}`);
    }
  }
  assert.deepEqual(open, []);
});

function reachableFrom(
  start: GraphQLNamedType[],
  isWay: (field: Field) => boolean = () => true,
): Set<GraphQLNamedType> {
  const reached = new Set<GraphQLNamedType>();
  const waiting = [...start];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (reached.has(type)) continue;
    reached.add(type);
    if (!isObjectType(type)) continue;
    for (const field of fieldsOf(type).filter(isWay)) waiting.push(getNamedType(field.type));
  }
  return reached;
}

const isOwn = (field: Field) => !asksRead(field);

test('every field that leads on from what may be had without the right to read says whether it asks for it', () => {
  const rules: Record<string, { needs: Rule }> = { ...queryRules, ...mutationRules, ...subscriptionRules };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(fieldsOf);
  const open = roots.filter(({ name }) => rules[name]?.needs !== 'read').map(({ type }) => getNamedType(type));
  const silent: string[] = [];
  for (const type of [...reachableFrom(open, isOwn)].filter(isObjectType)) {
    for (const { name } of fieldsOf(type).filter(asksRead)) {
      if (fieldRules[type.name]?.read?.includes(name) !== true) silent.push(`${type.name}.${name}`);
    }
  }
  assert.deepEqual(silent, [], 'decide in graphql/limits/field-rules.ts');
  for (const [name, { own, read = [] }] of Object.entries(fieldRules)) {
    const type = schema.getType(name);
    const fields = isObjectType(type) ? fieldsOf(type) : [];
    assert.deepEqual(read.toSorted(), namesAmong(fields, asksRead), name);
    assert.deepEqual(
      own.filter((field) => !namesAmong(fields, isOwn).includes(field)),
      [],
      name,
    );
  }
});

const namesAmong = (fields: Field[], isWanted: (field: Field) => boolean) =>
  fields
    .filter(isWanted)
    .map(({ name }) => name)
    .sort();

function isForbidden({ data, errors }: Answer, field: string): boolean {
  const refusals = at(data, field, 'userErrors');
  const codes = Array.isArray(refusals) ? refusals.map((refusal) => at(refusal, 'code')) : [];
  return [...codes, ...errors.map((error) => at(error, 'extensions', 'code'))].includes('FORBIDDEN');
}

test('every role gets every field that its permissions open, and none else', async () => {
  const wrong: string[] = [];
  for (const { name, may, ask } of askers) {
    const note = (answer: Answer, field: string, needs: Rule) => {
      const isOpen = needs === 'everybody' || may.has(needs);
      if (isForbidden(answer, field) === isOpen) wrong.push(`${field} for ${name}: ${answer.text.slice(0, 200)}`);
    };
    for (const [field, { needs, ask: rest }] of Object.entries(queryRules))
      note(await ask(`{ ${field}${rest} }`), field, needs);
    for (const [field, { needs, input }] of Object.entries(mutationRules))
      note(await ask(mutation(field), { input }), field, needs);
  }
  assert.deepEqual(wrong, []);
});

test('without the right to read nothing can be followed', async () => {
  const token = await newToken({ name: 'blind', role: 'ADMIN', scopes: narrowScopes });
  const client = api.follow(token);
  for (const [field, { ask }] of Object.entries(subscriptionRules)) {
    const { promise, resolve } = Promise.withResolvers<string>();
    const answered = (answer: unknown) => resolve(JSON.stringify(answer));
    client.subscribe(
      { query: `subscription { ${field}${ask} }` },
      { next: answered, error: answered, complete: () => resolve('') },
    );
    assert.match(await promise, /FORBIDDEN/, field);
  }
  await client.dispose();
});

test('a stranger gets nothing', async () => {
  const wrong: string[] = [];
  for (const [field, { ask }] of Object.entries(queryRules)) {
    const answer = await api.ask({}, `{ ${field}${ask} }`);
    if (answer.status !== 401) wrong.push(`${field}: ${answer.text.slice(0, 100)}`);
  }
  for (const [field, { input }] of Object.entries(mutationRules)) {
    const answer = await api.ask({}, mutation(field), { input });
    if (answer.status !== 401) wrong.push(`${field}: ${answer.text.slice(0, 100)}`);
  }
  assert.deepEqual(wrong, []);
});

/** Every mutation in an order in which each finds something to change; ids come from the answers before. */
async function doEverything(
  act: (field: string, input: JsonObject, selection?: string, by?: Caller) => Promise<Answer>,
  home: TestTenant,
) {
  const { slug, id: tenantId } = home;
  const id = async (field: string, input: JsonObject, noun: string) =>
    textAt((await act(field, input, `${noun} { id }`)).data, field, noun, 'id');
  await actOnLimits(act, id, slug);
  await act('createTenant', { slug: `${slug}-two`, name: 'Two' });
  await act('revokeApiToken', {
    id: await id('createApiToken', { name: 'ci', role: 'OPERATOR', scopes: ['job.enqueue'] }, 'token'),
  });
  await act('upsertQueue', { name: 'billing', priority: 3 });
  await actOnTasks(act, id);
  const job = await id('enqueueJob', { task: 'work', delay: 'PT1H' }, 'job');
  await act('enqueueJobs', { jobs: [{ task: 'work', delay: 'PT1H' }] });
  await act('runJobNow', { id: job });
  await act('runJobsNow', { filter: { task: 'work' } });
  await act('cancelJob', { id: job });
  await act('retryJob', { id: job });
  await act('cancelJobs', { filter: { task: 'work' } });
  await act('retryJobs', { filter: { task: 'work' } });
  await actOnGates(act, { databaseUrl: api.databaseUrl, tenantId, job });
  await actOnWaits(act, id);
  await actOnOpenRun(act, id);
  const definition = { name: 'flow', tasks: [{ id: 'a', type: 'work', dependencies: [] }] };
  await act('publishWorkflow', { definition });
  const draft = await id('saveWorkflowDraft', { key: 'new', text: 'name: new', baseVersion: 0 }, 'draft');
  await act('discardWorkflowDraft', { id: draft });
  const run = await id('startRun', { workflow: 'flow' }, 'run');
  await act('startRuns', { runs: [{ workflow: 'flow' }] });
  for (const name of ['pauseRuns', 'resumeRuns']) await act(name, { filter: { ids: [run] } });
  for (const move of ['pauseRun', 'resumeRun']) await act(move, { id: run });
  await act('cancelRun', { id: run });
  await act('retryRun', { run });
  await act('cancelRuns', { filter: { workflow: 'flow' } });
  const batch = await id('startRerunBatch', { filter: { ids: [run] } }, 'batch');
  await act('pauseRerunBatch', { id: batch });
  await act('resumeRerunBatch', { id: batch });
  await act('cancelRerunBatch', { id: batch });
  const nightly = { name: 'nightly', cron: '@daily', target: { task: 'work' } };
  const schedule = await id('createSchedule', nightly, 'schedule');
  await act('createSchedules', { schedules: [{ ...nightly, name: 'late' }] });
  await act('updateSchedule', { id: schedule, name: 'every night' });
  await act('triggerSchedule', { id: schedule });
  for (const name of ['pauseSchedules', 'resumeSchedules', 'deleteSchedules']) await act(name, { ids: [schedule] });
  await colleagues(act, home);
  const failed = async () =>
    await openFailure(api.databaseUrl, { tenantId, job: await id('enqueueJob', { task: 'work' }, 'job') });
  const ids = [await failed()];
  await act('acknowledgeFailures', { ids });
  await act('assignFailures', { ids });
  await act('commentOnFailure', { id: ids[0] ?? '', text: 'a new disk is on its way' });
  await act('snoozeFailures', { ids, until: new Date(Date.now() + 3_600_000).toISOString() });
  await act('resolveFailures', { ids });
  await act('reopenFailures', { ids });
  await act('rerunFailure', { id: ids[0] ?? '' });
  await act('discardFailure', { id: await failed() });
  const alert = await openAlert(api.databaseUrl, { tenantId, schedule });
  await act('acknowledgeAlert', { id: alert });
  await act('resolveAlert', { id: alert });
  await tellPeople({ act, id }, tenantId);
}

type Acting = {
  act: (field: string, input: JsonObject) => Promise<Answer>;
  id: (field: string, input: JsonObject, noun: string) => Promise<string>;
};

async function tellPeople({ act, id }: Acting, tenantId: string) {
  const channel = await id('createChannel', { name: 'hook', kind: 'WEBHOOK', url: 'https://example.com/' }, 'channel');
  await act('updateChannel', { id: channel, paused: true });
  await act('rotateChannelSecret', { id: channel });
  await act('testChannel', { id: channel });
  await act('retryDelivery', { id: await openDelivery(api.databaseUrl, { tenantId, channel }) });
  const dead = { name: 'dead', on: 'JOB_DEAD', channels: [channel] };
  const rule = await id('createNotificationRule', dead, 'rule');
  await act('updateNotificationRule', { ...dead, id: rule });
  await act('pauseNotificationRule', { id: rule, paused: true });
  await act('removeNotificationRule', { id: rule });
  await act('removeChannel', { id: channel });
}

type Act = (field: string, input: JsonObject, selection?: string, by?: Caller) => Promise<Answer>;

/** What people do with each other, and with what is theirs. */
async function colleagues(act: Act, home: TestTenant) {
  const id = async (field: string, input: JsonObject, noun: string) =>
    textAt((await act(field, input, `${noun} { id }`)).data, field, noun, 'id');
  const { id: user, cookie, email, password } = await api.person(home);
  const there = await postTo(`${api.url}/api/session`, { email, password });
  assert.equal(there.status, 200);
  const person = { cookie, tenant: home.slug };
  await act('endSessions', { allOthers: true }, '', person);
  await act('changePassword', { current: password, password: `${password} anew` }, '', person);
  await act('changeMemberRole', { user, role: 'VIEWER' });
  await act('offerPasswordReset', { user });
  await act('removeMember', { user });
  await act('revokeInvitation', {
    id: await id('inviteMember', { email: 'ada@example.com', role: 'VIEWER' }, 'invitation'),
  });
  await act('deleteView', {
    id: await id('saveView', { list: 'jobs', name: 'Night', query: 'state:DEAD', isShared: true }, 'view'),
  });
  await act('writeNote', { text: 'Look after the billing queue' });
}

async function asOwner(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: api.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

test('every mutation leaves the events that its rule names', async () => {
  const admin = { token: api.adminToken, tenant: tenant.slug };
  const newest = async () => Number((await asOwner('select coalesce(max(id), 0) as id from events'))[0]?.id);
  const lines = () => asOwner('select id, type from platform_events order by id');
  const told: Record<string, unknown[]> = {};
  const act = async (field: string, input: JsonObject, selection = '', by: Caller = admin) => {
    const before = await newest();
    const platform = await lines();
    const answer = await api.ask(by, mutation(field, selection), { input });
    assert.deepEqual([answer.errors, at(answer.data, field, 'userErrors')], [[], []], field);
    const rows = await asOwner(
      `select distinct type from events where id > ${before} and actor like 'token:%' order by type`,
    );
    // What is about a person, and about no tenant.
    const ofPlatform = (await lines()).filter(({ id }) => by !== admin && !platform.some((line) => line.id === id));
    told[field] = [...rows, ...ofPlatform].map(({ type }) => type);
    return answer;
  };
  await doEverything(act, tenant);
  const named = Object.entries(mutationRules).map(([field, { tells }]) => [field, tells]);
  assert.deepEqual(told, Object.fromEntries(named));
});

const payloadOf = (field: string): GraphQLNamedType => {
  const type = schema.getMutationType()?.getFields()[field]?.type;
  assert.ok(type !== undefined, field);
  return getNamedType(type);
};

test('without the right to read a mutation tells what it made', async () => {
  const { token, home } = await allButReading();
  const act = async (field: string, input: JsonObject, _ = '', by: Caller = { token, tenant: home.slug }) => {
    const answer = await api.ask(by, mutation(field, ownOf(payloadOf(field)).slice(1, -1)), {
      input,
    });
    assert.deepEqual([answer.errors, at(answer.data, field, 'userErrors')], [[], []], field);
    return answer;
  };
  await doEverything(act, home);
});

test('without the right to read a mutation that asks for more does nothing', async () => {
  const { token, home } = await allButReading();
  const wrong: string[] = [];
  let count = 0;
  for (const [field, { input }] of Object.entries(mutationRules)) {
    for (const beyond of beyondOf(payloadOf(field))) {
      const { status, errors, text } = await api.ask({ token, tenant: home.slug }, mutation(field, beyond), {
        input,
      });
      if (status !== 403 || at(errors[0], 'extensions', 'code') !== 'FORBIDDEN')
        wrong.push(`${field} ${beyond}: ${text}`);
      count += 1;
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(count > 100, `${count} ways`);
  const { ask } = home;
  await ask(
    'mutation { registerTask(input: { name: "work", handler: { builtin: { name: "noop" } } }) { userErrors { code } } }',
  );
  const enqueue = 'mutation { enqueueJob(input: { task: "work" }) { ...made } }';
  const fragment = 'fragment made on EnqueueJobPayload { job { id ... on Job { transitions { to } } } }';
  const refused = await api.ask({ token, tenant: home.slug }, `${enqueue} ${fragment}`);
  assert.match(refused.text, /enqueueJob\.job\.transitions needs the permission read/);
  assert.equal(at((await ask('{ jobs { totalCount } }')).data, 'jobs', 'totalCount'), 0);
});

/** A token of the platform that may do everything but read, and a tenant for it. */
async function allButReading() {
  const scopes = permissions.filter((permission) => permission !== 'read');
  const [token, home] = await Promise.all([newToken({ name: 'writer', role: 'PLATFORM_ADMIN', scopes }), api.tenant()]);
  return { token, home };
}
