import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf, type Role } from '#domain/access/permissions.ts';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import type { Context } from '#engine/store/context.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type DryRunInput, dryRunWorkflow } from './dry-run-workflow.ts';

let bundle: Bundle;
let stage: Stage;
before(async () => {
  bundle = await openBundle();
  stage = await openStage(bundle);
});
after(() => bundle.close());

const as = (role: Role): Context => ({
  ...stage.context,
  actor: { ...stage.context.actor, role, permissions: permissionsOf(role) },
});

const yaml = [
  'name: covered',
  'variables: { least: { type: number, default: 80 } }',
  'tasks:',
  '  - { id: check, type: noop, output: { coverage: result.coverage } }',
  '  - { id: ship, type: noop, dependencies: [check], condition: vars.coverage > vars.least, params: { by: "${{ vars.coverage }}" } }',
].join('\n');

async function dryRun(input: DryRunInput, context = stage.context) {
  return valueOf(await dryRunWorkflow(context, input));
}

const outcomesOf = ({ simulation }: Awaited<ReturnType<typeof dryRun>>) =>
  simulation?.steps.map(({ stepKey, outcome, params }) => [stepKey, outcome, params]);

async function storedRows(): Promise<unknown> {
  const { client } = bundle.owner;
  return [
    await client.run.count(),
    await client.job.count(),
    await client.event.count(),
    await client.workflow.count(),
  ];
}

test('a dry run tells what a run would do and leaves nothing behind', async () => {
  const before = await storedRows();
  const told = await dryRun({ yaml, results: { check: { coverage: 90 } } });
  assert.deepEqual(outcomesOf(told), [
    ['check', 'RUNS', {}],
    ['ship', 'RUNS', { by: 90 }],
  ]);
  assert.deepEqual([told.simulation?.outcome, told.simulation?.variables], ['SUCCEEDED', { least: 80, coverage: 90 }]);
  const skipped = await dryRun({ yaml, results: { check: { coverage: 90 } }, variables: { least: 95 } });
  assert.deepEqual(outcomesOf(skipped)?.[1], ['ship', 'SKIPPED', null]);
  const unknown = await dryRun({ yaml });
  assert.deepEqual(outcomesOf(unknown)?.[1], ['ship', 'UNKNOWN', null]);
  assert.deepEqual(await storedRows(), before);
});

test('what is wrong with the definition, the variables or the results is told at its place, and nothing is guessed', async () => {
  const problemsOf = async (input: DryRunInput) => {
    const { problems, simulation } = await dryRun(input);
    assert.equal(simulation, null);
    return problems.map(({ code, path }) => [code, path.join('.')]);
  };
  assert.deepEqual(await problemsOf({ yaml: 'name: w\ntasks: []' }), [['EMPTY_WORKFLOW', 'tasks']]);
  assert.deepEqual(await problemsOf({ yaml, variables: { least: 'much' } }), [['TYPE_MISMATCH', 'variables.least']]);
  assert.deepEqual(await problemsOf({ yaml, results: { ceck: 1 } }), [['BAD_INPUT', 'results.ceck']]);
  const foreign = await dryRun({ yaml: yaml.replace('id: check, type: noop', 'id: check, type: nowhere') });
  assert.deepEqual([foreign.problems[0]?.code, outcomesOf(foreign)?.length], ['UNKNOWN_TASK', 2]);
});

test('a published workflow is tried by whoever may read it, a text by those who may publish it', async () => {
  valueOf(await publishWorkflow(stage.context, { yaml }));
  const told = await dryRun({ workflow: 'covered', results: { check: { state: 'FAILED' } } }, as('VIEWER'));
  assert.deepEqual([told.simulation?.outcome, told.simulation?.failedStep], ['FAILED', 'check']);
  assert.ok(told.workflowId !== null);
  assert.ok(told.findings.some(({ code }) => code === 'MAY_NOT_START'));
  for (const [input, code] of [
    [{ yaml }, 'FORBIDDEN'],
    [{ workflow: 'nobody' }, 'UNKNOWN_WORKFLOW'],
    [{ workflow: 'covered', version: 7 }, 'NOT_FOUND'],
    [{ workflow: 'covered', yaml }, 'BAD_INPUT'],
  ] as const) {
    const outcome = await dryRunWorkflow(as('OPERATOR'), input);
    assert.deepEqual(outcome.ok ? [] : outcome.refusals.map((refusal) => refusal.code), [code]);
  }
});

test('a paused queue, one that nobody serves and one that is full are told with the steps that would wait', async () => {
  valueOf(await upsertQueue(stage.context, { name: 'still', paused: true }));
  valueOf(await registerTask(stage.context, { name: 'slow', handler: { builtin: { name: 'noop' } }, queue: 'still' }));
  const { findings } = await dryRun({ yaml: 'name: w\ntasks: [{ id: a, type: slow }, { id: b, type: slow }]' });
  const still = findings.filter(({ message }) => message.includes('still'));
  assert.deepEqual(
    still.map(({ code, stepKeys }) => [code, stepKeys]),
    [
      ['QUEUE_PAUSED', ['a', 'b']],
      ['NO_WORKER', ['a', 'b']],
    ],
  );
});

test('a lock that is held and a pool with too little left are told before anybody waits for them', async () => {
  const { client } = bundle.owner;
  const { tenantId } = stage.context;
  const text = 'name: w\ntasks: [{ id: a, type: noop, mutex: ledger, params: { n: 1 } }]';
  const locks = async () => (await dryRun({ yaml: text })).findings.filter(({ code }) => code === 'LOCK_HELD');
  assert.deepEqual(await locks(), []);
  const gate = await client.gate.create({
    data: { tenantId, id: crypto.randomUUID(), kind: 'MUTEX', key: 'ledger', capacity: 1, isNamed: true },
  });
  assert.deepEqual(await locks(), []);
  await client.hold.create({
    data: { tenantId, gateId: gate.id, jobId: crypto.randomUUID(), amount: 1, since: new Date() },
  });
  assert.deepEqual(await locks(), [{ code: 'LOCK_HELD', message: 'the lock ledger is held now', stepKeys: ['a'] }]);
});
