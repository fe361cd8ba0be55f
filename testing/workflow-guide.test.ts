// What the guide shows can be published as it stands.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';

const guide = await readFile(join(import.meta.dirname, '../docs/workflows.md'), 'utf8');
const examples = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text ?? '');

test('the guide has examples', () => {
  assert.ok(examples.length >= 4);
});

for (const yaml of examples) {
  const title = yaml.split('\n')[0];
  test(`the guide's example with ${title} can be published`, () => {
    const parsed = parseDefinition({ yaml });
    assert.ok(parsed.ok, JSON.stringify(parsed));
    const { steps } = parsed.definition;
    const tasks = new Set(steps.flatMap((step) => [step.task ?? '', step.compensate?.task ?? '']));
    assert.deepEqual(validateDefinition(parsed.definition, { tasks }, parsed.locate), []);
  });
}
