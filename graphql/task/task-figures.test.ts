// What the catalogue shows of tasks is read for a whole page at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { statementsOf } from '#testing/plans/statement-capture.ts';

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

const page = `{ tasks(first: 50) { nodes {
  name handlerKind handlerSummary creator { name } deprecated { reason }
  recentJobs(first: 10) { id state } figures { jobs isWhole successPercent durationP95Ms } history { at jobs }
  usedBy { workflowCount workflows { name } scheduleCount schedules { name } }
  policies { kind level value }
} } }`;

async function register({ ask }: TestTenant, name: string): Promise<void> {
  const { text } = await ask(
    `mutation ($name: String!) { registerTask(input: { name: $name, handler: { builtin: { name: "noop" } } }) { userErrors { message } } }`,
    { name },
  );
  assert.match(text, /"userErrors":\[\]/);
}

test('a page of tasks is read in as many statements as a single one', async () => {
  const tenant = await api.tenant();
  const counted = async () => (await statementsOf(() => tenant.ask(page))).length;
  await register(tenant, 'first');
  const ofOne = await counted();
  for (const name of ['second', 'third', 'fourth', 'fifth']) await register(tenant, name);
  assert.equal(await counted(), ofOne);
});

test('a task tells how it is carried out, who registered it, and what its versions say', async () => {
  const tenant = await api.tenant();
  await register(tenant, 'work');
  await tenant.ask(
    'mutation { registerTask(input: { name: "work", timeout: "PT7S", handler: { http: { method: "GET", url: "https://example.com/a", headers: { a: "secret-value" } } } }) { userErrors { message } } }',
  );
  const { data } = await tenant.ask(
    '{ task(name: "work") { handlerKind handlerSummary versions(first: 10) { totalCount nodes { number source } } policies { kind level value } } }',
  );
  assert.equal(textAt(data, 'task', 'handlerSummary'), 'GET https://example.com/a');
  const versions = at(data, 'task', 'versions', 'nodes');
  assert.deepEqual(Array.isArray(versions) && versions.map((one) => at(one, 'number')), [2, 1]);
  assert.ok(!JSON.stringify(data).includes('secret-value'));
  assert.deepEqual(
    [
      at(data, 'task', 'policies', 2, 'kind'),
      at(data, 'task', 'policies', 2, 'level'),
      at(data, 'task', 'policies', 2, 'value'),
    ],
    ['TIMEOUT', 'TASK', 'PT7S'],
  );
});

test('a list of jobs of a task that is longer than it can be is refused in words', async () => {
  const tenant = await api.tenant();
  await register(tenant, 'work');
  const { text } = await tenant.ask('{ task(name: "work") { recentJobs(first: 21) { id } } }');
  assert.match(text, /first is a whole number from 1 to 20/);
});
