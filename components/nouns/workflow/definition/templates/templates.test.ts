import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { findWarnings } from '#domain/workflow/steps/warnings/find-warnings.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { templateList } from './template-list.ts';
import { templates } from './templates.ts';

for (const { title, text, tasks } of templates) {
  test(`the template "${title}" can be published as it stands, with the tasks that it names`, () => {
    const parsed = parseDefinition({ yaml: text });
    assert.ok(parsed.ok, JSON.stringify(parsed));
    const known = new Set(tasks.map(({ name }) => name));
    assert.deepEqual(validateDefinition(parsed.definition, { tasks: known }, parsed.locate), []);
    assert.deepEqual(findWarnings(parsed.definition), []);
    const named = parsed.definition.steps.flatMap(({ task, compensate }) => [task, compensate?.task]);
    const used = new Set(named.filter((name) => name !== undefined));
    assert.deepEqual([...known].toSorted(), [...used].toSorted());
  });
}

test('every template can be asked for by its own address', () => {
  assert.equal(new Set(templates.map(({ key }) => key)).size, templates.length);
  assert.equal(templates.length, templateList.length);
});
