// What the explorer offers to begin with does what it says in the tenant that a first start makes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { examples } from '#components/api-explorer/request/examples.ts';
import { verdictOf } from '#components/api-explorer/request/verdict.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { prepare } from '#scripts/start/prepare.ts';
import { startTestConsole, type TestConsole } from '#testing/console.ts';

let console: TestConsole;
before(async () => {
  console = await startTestConsole();
  const demo = { port: 1, runtimeUrl: 'http://127.0.0.1:1', hasMoved: true };
  await prepare(console.databaseUrl, { demo, adminToken: console.adminToken });
});
after(() => console.close());

for (const { title, query, variables } of examples.filter(({ query }) => !query.startsWith('subscription'))) {
  test(`the example "${title}" does what it says on a fresh demo`, async () => {
    const given: JsonObject = isJsonObject(variables) ? variables : {};
    const { status, text } = await console.ask({ token: console.adminToken, tenant: 'demo' }, query, given);
    assert.equal(verdictOf(status, JSON.parse(text)), 'answered', text);
  });
}
