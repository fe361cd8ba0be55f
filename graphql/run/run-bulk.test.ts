// Many runs through the API: counted, paused, resumed and cancelled; and what a run says of steps whose run is gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf } from '#domain/value/ids.ts';
import { openDatabase } from '#engine/store/database.ts';
import { at, startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

const refusals = 'userErrors { code message path }';

async function answered(tenant: TestTenant, query: string, variables = {}) {
  const { data, errors } = await tenant.ask(query, variables);
  assert.deepEqual(errors, [], query);
  return data;
}

/** A tenant with so many runs of a workflow of two steps; their ids are in the order of their start. */
async function tenantWithRuns(count: number): Promise<{ tenant: TestTenant; runs: string[] }> {
  const tenant = await api.tenant();
  const task = `registerTask(input: { name: "work", handler: { builtin: { name: "noop" } } }) { ${refusals} }`;
  await answered(tenant, `mutation { ${task} }`);
  const yaml = 'name: nightly\ntasks:\n  - { id: load, type: work }\n  - { id: report, type: work }\n';
  const publish = `mutation ($yaml: String!) { publishWorkflow(input: { yaml: $yaml }) { ${refusals} } }`;
  await answered(tenant, publish, { yaml });
  const runs: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const started = await answered(tenant, 'mutation { startRun(input: { workflow: "nightly" }) { run { id } } }');
    runs.push(textAt(started, 'startRun', 'run', 'id'));
  }
  return { tenant, runs };
}

const bulk = (name: string) =>
  `mutation ($input: BulkRunsInput!) { ${name}(input: $input) { count states { state count } runs { id state reason { message } } skipped { reason count } ${refusals} } }`;

test('runs of a query are counted, tried out, paused, resumed and cancelled with a reason', async () => {
  const [{ tenant, runs }, other] = [await tenantWithRuns(3), await tenantWithRuns(1)];
  const [first = '', second = '', third = ''] = runs;
  const act = async (name: string, input: object) => at(await answered(tenant, bulk(name), { input }), name);
  await act('cancelRuns', { filter: { ids: [third] } });
  const filter = { query: 'workflow:nightly' };
  const told = {
    count: 2,
    states: [{ state: 'RUNNING', count: 2 }],
    skipped: [{ reason: 'CANCELLED: it is over', count: 1 }],
    userErrors: [],
  };
  const unchanged = [second, first].map((id) => ({ id, state: 'RUNNING', reason: null }));
  assert.deepEqual(await act('pauseRuns', { filter, dryRun: true }), { ...told, runs: unchanged });
  const paused = [second, first].map((id) => ({ id, state: 'PAUSED', reason: { message: 'a freeze' } }));
  const pausing = { filter, expectedCount: 2, reason: 'a freeze' };
  assert.deepEqual(await act('pauseRuns', pausing), { ...told, runs: paused });
  assert.equal(at(await act('pauseRuns', pausing), 'userErrors', 0, 'code'), 'VERSION_CONFLICT');
  const facets = `query ($filter: RunFilter) { runFacets(filter: $filter) { states { value count } workflows { value count } isExact } }`;
  assert.deepEqual(at(await answered(tenant, facets, { filter }), 'runFacets'), {
    states: [
      { value: 'PAUSED', count: 2 },
      { value: 'CANCELLED', count: 1 },
    ],
    workflows: [{ value: 'nightly', count: 3 }],
    isExact: true,
  });
  assert.equal(at(await act('resumeRuns', { filter: { ids: [first, ...other.runs] } }), 'count'), 1);
  assert.deepEqual(at(await act('cancelRuns', { filter }), 'states'), [
    { state: 'RUNNING', count: 1 },
    { state: 'PAUSED', count: 1 },
  ]);
  const { errors } = await tenant.ask('{ runFacets(filter: { query: "colour:red" }) { isExact } }');
  assert.match(JSON.stringify(errors), /BAD_INPUT/);
});

test('a step that was kept from a run that is not stored any more is kept all the same, and names no run', async () => {
  const { tenant, runs } = await tenantWithRuns(1);
  const [run = ''] = runs;
  await answered(tenant, bulk('cancelRuns'), { input: { filter: { ids: [run] } } });
  const repeat = `mutation ($input: RetryRunInput!) { retryRun(input: $input) { run { id } ${refusals} } }`;
  const alone = { run, from: 'STEP', step: 'report', scope: 'ALONE' };
  const again = textAt(await answered(tenant, repeat, { input: alone }), 'retryRun', 'run', 'id');
  const read = `query ($id: ID!) { run(id: $id) { replayOf { id } replay { from } steps { stepKey isKept keptFrom { id } job { run { id } } } } }`;
  const before = await answered(tenant, read, { id: again });
  assert.equal(at(before, 'run', 'steps', 0, 'keptFrom', 'id'), run);
  const database = openDatabase({ url: api.databaseUrl, duty: 'owner', connectionsMax: 1, name: 'retention' });
  await database.client.run.deleteMany({ where: { id: uuidOf('run', run) ?? '' } });
  await database.close();
  const after = await answered(tenant, read, { id: again });
  assert.deepEqual(
    [at(after, 'run', 'replayOf'), at(after, 'run', 'replay'), at(after, 'run', 'steps', 0)],
    [null, { from: 'STEP' }, { stepKey: 'load', isKept: true, keptFrom: null, job: { run: null } }],
  );
});
