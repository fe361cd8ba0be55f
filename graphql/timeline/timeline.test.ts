// The timeline of the fleet as clients see it: pages, public ids, and what is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { at, startTestConsole, type TestConsole, textAt } from '#testing/console.ts';

let api: TestConsole;
before(async () => {
  api = await startTestConsole();
});
after(() => api.close());

const query = `query ($by: FleetRowKind!, $from: DateTime!, $to: DateTime!, $first: Int, $after: Cursor) {
  fleetTimeline(by: $by, from: $from, to: $to, first: $first, after: $after) {
    totalCount partMs pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { id kind name isActive isOfRuns bars { id } parts { at } planned { scheduleId schedule at expectedMs } isPlannedCut }
  }
}`;

const hourMs = 3_600_000;
const text = (ms: number) => new Date(ms).toISOString();

test('rows come in pages under public ids, with what is planned', async () => {
  const tenant = await api.tenant();
  for (const name of ['night', 'noon']) {
    const handler = '{ builtin: { name: "noop" } }';
    const { errors } = await tenant.ask(`mutation {
      registerTask(input: { name: "${name}", handler: ${handler} }) { userErrors { code } }
      createSchedule(input: { name: "${name}", cron: "*/5 * * * *", target: { task: "${name}" } }) { userErrors { code } }
    }`);
    assert.deepEqual(errors, []);
  }
  const nowMs = Date.now();
  const window = { by: 'SCHEDULE', from: text(nowMs - hourMs), to: text(nowMs + hourMs), first: 1 };
  const first = await tenant.ask(query, window);
  assert.deepEqual(first.errors, []);
  assert.equal(at(first.data, 'fleetTimeline', 'totalCount'), 2);
  assert.deepEqual(at(first.data, 'fleetTimeline', 'pageInfo', 'hasNextPage'), true);
  const id = textAt(first.data, 'fleetTimeline', 'nodes', 0, 'id');
  assert.match(id, /^sch_/);
  assert.equal(at(first.data, 'fleetTimeline', 'nodes', 0, 'planned', 0, 'scheduleId'), id);
  const after = textAt(first.data, 'fleetTimeline', 'pageInfo', 'endCursor');
  const second = await tenant.ask(query, { ...window, after });
  assert.equal(at(second.data, 'fleetTimeline', 'nodes', 0, 'name'), 'noon');
  assert.deepEqual(at(second.data, 'fleetTimeline', 'pageInfo', 'hasPreviousPage'), true);
});

test('a window that cannot be told is refused with a code and its place', async () => {
  const tenant = await api.tenant();
  const refusal = async (more: JsonObject) => {
    const { errors } = await tenant.ask(query, { by: 'QUEUE', from: text(0), to: text(hourMs), ...more });
    return [at(errors[0], 'extensions', 'code'), at(errors[0], 'extensions', 'inputPath', 0)];
  };
  assert.deepEqual(await refusal({ to: text(40 * 24 * hourMs) }), ['TOO_LARGE', 'from']);
  assert.deepEqual(await refusal({ from: text(2 * hourMs) }), ['BAD_INPUT', 'to']);
  assert.deepEqual(await refusal({ first: 1_000 }), ['BAD_INPUT', 'first']);
});
