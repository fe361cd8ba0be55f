import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { definitionsWaitingMax, openDefinitionChecks } from './definition-checks.ts';

const checks = openDefinitionChecks();
after(() => checks.close());

function steps(count: number): string {
  const tasks = Array.from(
    { length: count },
    (_, n) => `  - { id: s${n}, type: T, dependencies: [${n === 0 ? '' : `s${n - 1}`}] }`,
  );
  return `name: w\ntasks:\n${tasks.join('\n')}`;
}

test('a definition is said to be the same thing here and in the thread', async () => {
  for (const text of [
    steps(20),
    steps(5_000),
    `name: w\n${'# long\n'.repeat(1_000)}tasks: [{ id: a }]`,
    'x: ['.repeat(2_000),
  ]) {
    const checked = await checks.check('tenant', { form: 'yaml', text });
    assert.equal(checked.problems.length === 0, text.includes('s1'), JSON.stringify(checked.problems.slice(0, 3)));
    if (checked.workflow === null) continue;
    const again = await checks.check('tenant', { form: 'json', text: checked.workflow.printed });
    assert.equal(again.workflow?.printed, checked.workflow.printed);
    assert.deepEqual([again.levels, [...again.tasks.keys()]], [checked.levels, ['T']]);
  }
});

test('while a hostile definition is checked, this process goes on, and short definitions are answered', async () => {
  const hostile = `[${'*, '.repeat(30_000)}`;
  let turns = 0;
  const busy = { isSettled: false };
  const checked = checks.check('tenant', { form: 'yaml', text: hostile }).finally(() => {
    busy.isSettled = true;
  });
  while (!busy.isSettled) {
    const short = await checks.check('tenant', { form: 'yaml', text: steps(3) });
    assert.deepEqual(short.problems, []);
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
  }
  assert.equal((await checked).problems[0]?.code, 'BAD_YAML');
  assert.ok(turns > 20, `the event loop turned ${turns} times`);
});

test('a definition that takes too long is refused, and the next one is checked', async () => {
  const hurried = openDefinitionChecks({ aloneMsMax: 1 });
  const [slow] = (await hurried.check('tenant', { form: 'yaml', text: steps(5_000) })).problems;
  assert.deepEqual([slow?.code, slow?.message.includes('to check')], ['TOO_LARGE', true]);
  await hurried.close();
});

test('many definitions of one tenant do not keep the others waiting', async () => {
  const order: string[] = [];
  const ask = async (tenant: string) => {
    const checked = await checks.check(tenant, { form: 'yaml', text: steps(200) });
    order.push(tenant);
    return checked.problems[0]?.code;
  };
  const busy = Array.from({ length: definitionsWaitingMax + 5 }, () => ask('busy'));
  const quiet = ask('quiet');
  assert.equal(await quiet, undefined);
  const codes = await Promise.all(busy);
  assert.equal(codes.filter((code) => code === 'LIMIT_REACHED').length, 4);
  assert.ok(order.filter((tenant) => tenant === 'busy').length === busy.length);
  // Four were refused at once; of those that waited at most two were ahead.
  assert.ok(order.indexOf('quiet') <= 6, order.join(' '));
});
