import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { findTaskImpact } from './task-impact.ts';

let bundle: Bundle;
let stage: Stage;
before(async () => {
  bundle = await openBundle();
  stage = await openStage(bundle);
});
after(() => bundle.close());

const leaving = (properties: JsonObject): JsonObject => ({ type: 'object', additionalProperties: false, properties });

test('a version of a task says which workflows read what it does not leave any more', async () => {
  const task = { name: 'count', handler: { builtin: { name: 'noop' } } };
  valueOf(await registerTask(stage.context, { ...task, resultSchema: leaving({ rows: { type: 'integer' } }) }));
  for (const [name, condition] of [
    ['reads rows', 'tasks.a.result.rows > 3'],
    ['reads nothing', 'tasks.a.state == "SUCCEEDED"'],
  ]) {
    const tasks = [
      { id: 'a', type: 'count' },
      { id: 'b', type: 'noop', dependencies: ['a'], condition },
    ];
    valueOf(await publishWorkflow(stage.context, { definition: JSON.parse(JSON.stringify({ name, tasks })) }));
  }
  const impactOf = async (resultSchema: JsonObject | null) => {
    const impact = valueOf(await findTaskImpact(stage.context, { task: 'count', resultSchema }));
    return impact.breaks.map(({ version, problems }) => [version, problems.map(({ code, stepId }) => [code, stepId])]);
  };
  assert.deepEqual(await impactOf(leaving({ rows: { type: 'number' }, more: {} })), []);
  assert.deepEqual(await impactOf(null), []);
  const broken = [[1, [['TYPE_MISMATCH', 'b']]]];
  assert.deepEqual(await impactOf(leaving({ lines: { type: 'integer' } })), broken);
  assert.deepEqual(await impactOf(leaving({ rows: { type: 'string' } })), broken);
  const wrong = await findTaskImpact(stage.context, { task: 'count', resultSchema: { type: 'whatever' } });
  assert.deepEqual(wrong.ok, false);
});
