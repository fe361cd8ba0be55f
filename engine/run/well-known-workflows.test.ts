// Workflows as people bring them along from elsewhere: they run as they stand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { assertWhole, type RunHistory, readRun, statesOf } from '#testing/worlds/run-history.ts';
import type { RunningWorker } from '#worker/worker.ts';
import { startRun } from './start-runs.ts';

let bundle: Bundle;
let worker: RunningWorker;
before(async () => {
  bundle = await openBundle();
  worker = await bundle.startWorker();
});
after(async () => {
  await worker.stop(0);
  await bundle.close();
});

/** Publishes the definition and runs it to its end with a real worker. */
async function runToEnd(
  stage: Stage,
  source: { definition: Json } | { yaml: string },
  variables: JsonObject = {},
): Promise<RunHistory> {
  const { workflowId } = valueOf(await publishWorkflow(stage.context, source));
  const { name } = await bundle.owner.client.workflow.findFirstOrThrow({ where: { id: workflowId } });
  const ledger = bundle.ledger(stage.context);
  const { runId } = valueOf(await startRun(stage.context, { workflow: name, variables }));
  await ledger.seen('end of the run', (event) => event.entityId === runId && event.type !== 'run.started');
  ledger.close();
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  return history;
}

test('a list of tasks with ids, types and dependencies runs in their order', async () => {
  const stage = await openStage(bundle);
  for (const task of ['CODE_ANALYSIS', 'RUN_TESTS', 'PR_REVIEW']) await stage.task(task, { name: 'noop' });
  const history = await runToEnd(stage, {
    definition: {
      name: 'Code Review Workflow',
      tasks: [
        { id: 'lint', type: 'CODE_ANALYSIS', dependencies: [] },
        { id: 'test', type: 'RUN_TESTS', dependencies: ['lint'] },
        { id: 'review', type: 'PR_REVIEW', dependencies: ['lint', 'test'] },
      ],
    },
  });
  assert.equal(history.run.state, 'SUCCEEDED');
  assert.deepEqual(statesOf(history), { lint: 'SUCCEEDED', test: 'SUCCEEDED', review: 'SUCCEEDED' });
});

// The coverage is what the tests of this example find.
const deployment = `name: deployment
variables: { found: { type: number } }
workflow:
  - task: "run_tests"
    params: { coverage: "\${{ vars.found }}" }
    on_success: "deploy_staging"
    on_failure: "notify_team"
  - task: "deploy_staging"
    condition: "tasks.run_tests.result.coverage > 80%"
    on_success: "deploy_production"
    on_failure: "create_ticket"
`;

const roads: [what: string, found: number, testing: string, states: JsonObject][] = [
  [
    'enough is covered: it goes live',
    85,
    'echo',
    { run_tests: 'SUCCEEDED', deploy_staging: 'SUCCEEDED', deploy_production: 'SUCCEEDED', notify_team: 'SKIPPED' },
  ],
  [
    'too little is covered: nothing goes live, and nothing has failed',
    75,
    'echo',
    { run_tests: 'SUCCEEDED', deploy_staging: 'SKIPPED', deploy_production: 'SKIPPED', notify_team: 'SKIPPED' },
  ],
  [
    'the tests fail: the team is told, which deals with the failure',
    85,
    'fail',
    { run_tests: 'FAILED', deploy_staging: 'SKIPPED', deploy_production: 'SKIPPED', notify_team: 'SUCCEEDED' },
  ],
];
for (const [what, found, testing, states] of roads) {
  test(`a workflow of on_success and on_failure: ${what}`, async () => {
    const stage = await openStage(bundle);
    const once = { retry: { maxAttempts: 1, strategy: 'FIXED', baseDelay: 'PT0S' } };
    await stage.task(
      'run_tests',
      { name: testing, ...(testing === 'fail' && { options: { retryable: false } }) },
      once,
    );
    for (const task of ['deploy_staging', 'notify_team', 'deploy_production', 'create_ticket'])
      await stage.task(task, { name: 'noop' });
    const history = await runToEnd(stage, { yaml: deployment }, { found });
    const told = statesOf(history);
    assert.deepEqual(
      { ...told, run_tests: told.run_tests === 'DEAD' ? 'FAILED' : told.run_tests },
      { ...states, create_ticket: 'SKIPPED' },
    );
    assert.equal(history.run.state, 'SUCCEEDED');
  });
}
