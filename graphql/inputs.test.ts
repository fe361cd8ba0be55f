// What is accepted is what happens: a field of an input that changes nothing is a promise that nothing keeps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildSchema, isInputObjectType } from 'graphql';
import type { JsonObject } from '#domain/json.ts';
import { startTestConsole, type TestConsole } from '#testing/console.ts';
import { inputProbes, type Probe, withField } from '#testing/input-probes.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8'));
// Without a probe: an alert that somebody resolves, with its reason, is told in engine/commands/resolve-alert.test.ts; of the
// filter of a subscription only `types` is told, in socket.test.ts.
const withoutProbe = new Set(['EventFilter', 'ResolveAlertInput']);

let house: TestConsole;
before(async () => {
  house = await startTestConsole();
});
after(() => house.close());

test('every field of every input has a probe, but for those of two', () => {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const fields = Object.fromEntries(
    inputs
      .filter(({ name }) => !withoutProbe.has(name))
      .map((type) => [type.name, Object.keys(type.getFields()).toSorted()]),
  );
  const probed = Object.fromEntries(
    Object.entries(inputProbes).map(([name, probe]) => [name, Object.keys(probe.fields).toSorted()]),
  );
  assert.deepEqual(probed, fields);
});

for (const [name, probe] of Object.entries(inputProbes)) {
  test(`every field of ${name} changes the answer, or is refused by name`, async () => {
    const without = await answerOf(probe);
    assert.ok(!/"code":"[A-Z_]+"/.test(without), `the call itself is fine: ${without}`);
    assert.equal(await answerOf(probe), without, 'the same call has the same answer');
    const fields = Object.keys(probe.fields);
    const answers = await Promise.all(fields.map((field) => answerOf(probe, field)));
    const idle = fields.filter((_, n) => answers[n] === without);
    assert.deepEqual(idle, [], `without effect; without them: ${without}`);
  });
}

async function answerOf(probe: Probe, field?: string): Promise<string> {
  const tenant = await house.tenant();
  const made = (await probe.setUp?.(tenant)) ?? {};
  const variables: JsonObject = field === undefined ? probe.variables(made) : withField(probe, field, made);
  // As the platform's admin, who may do everything.
  const { text } = await house.ask({ token: house.adminToken, tenant: tenant.slug }, probe.document, unique(variables));
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '#').replaceAll(/"probe-[^"]*"/g, '"probe"');
}

let calls = 0;

/** Slugs are unique on the platform, so each call has one of its own. */
function unique(variables: JsonObject): JsonObject {
  calls += 1;
  const text = JSON.stringify(variables).replaceAll('"slug":"probe"', `"slug":"probe-${calls}"`);
  const told: JsonObject = JSON.parse(text);
  return told;
}
