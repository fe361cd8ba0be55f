import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { parseDefinition } from '#domain/workflow/definition.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import { validateDefinition } from '#domain/workflow/validate.ts';
import { mayDecide } from './decision.ts';

const a = { id: 'a', type: 'T', output: { at: 'result.at' } };

function problemsOf(step: JsonObject): [code: string, path: string][] {
  const parsed = parseDefinition({ definition: { name: 'w', tasks: [a, { id: 'b', dependencies: ['a'], ...step }] } });
  const problems = parsed.ok ? validateDefinition(parsed.definition, { tasks: new Set(['T']) }) : parsed.problems;
  return problems.map(({ code, path }) => [code, path.join('.')]);
}

test('a step waits for a duration, an instant, an expression or a signal, and is printed as it was read', () => {
  const waits: JsonObject[] = [
    { duration: 'PT30M' },
    { until: '2026-03-01T09:00:00+01:00' },
    { until: '${{ vars.at }}' },
    { signal: 'go' },
    { signal: 'go-${{ tasks.a.result.name }}', timeout: 'P1D' },
    { duration: '${{ vars.at }}' },
  ];
  for (const wait of waits) {
    assert.deepEqual(problemsOf({ wait }), [], JSON.stringify(wait));
    const parsed = parseDefinition({ definition: { name: 'w', tasks: [{ id: 'b', wait }] } });
    assert.ok(parsed.ok);
    assert.deepEqual(printDefinition(parsed.definition).tasks, [{ id: 'b', wait }]);
  }
});

test('what is no instant is an expression', () => {
  const parsed = parseDefinition({ definition: { name: 'w', tasks: [{ id: 'b', wait: { until: 'vars.at' } }] } });
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.definition.steps[0]?.wait, { until: '${{ vars.at }}' });
});

test('a wait that makes no sense is refused at its place', () => {
  const refused: [JsonObject, string, string][] = [
    [{ wait: {} }, 'BAD_INPUT', 'tasks.1.wait'],
    [{ wait: 'PT5M' }, 'BAD_INPUT', 'tasks.1.wait'],
    [{ wait: { duration: 'PT1S', signal: 'go' } }, 'BAD_INPUT', 'tasks.1.wait'],
    [{ wait: { duration: 'soon' } }, 'BAD_DURATION', 'tasks.1.wait.duration'],
    [{ wait: { duration: 'P9999D' } }, 'BAD_DURATION', 'tasks.1.wait.duration'],
    [{ wait: { duration: 'PT1S', timeout: 'PT1S' } }, 'BAD_INPUT', 'tasks.1.wait.timeout'],
    [{ wait: { signal: '' } }, 'BAD_INPUT', 'tasks.1.wait.signal'],
    [{ wait: { until: 'vars.nothing' } }, 'UNKNOWN_VARIABLE', 'tasks.1.wait'],
    [{ wait: { until: '2026-02-30T09:00:00Z' } }, 'BAD_EXPRESSION', 'tasks.1.wait.until'],
    [{ wait: { signal: 'go', forever: true } }, 'UNKNOWN_FIELD', 'tasks.1.wait.forever'],
    [{ wait: { signal: 'go' }, type: 'T' }, 'BAD_INPUT', 'tasks.1.type'],
    [{ wait: { signal: 'go' }, retry: {} }, 'BAD_INPUT', 'tasks.1.retry'],
    [{ wait: { signal: 'go' }, approval: { title: 'Go?' } }, 'BAD_INPUT', 'tasks.1.approval'],
  ];
  for (const [step, code, path] of refused) assert.deepEqual(problemsOf(step)[0], [code, path], JSON.stringify(step));
});

test('an approval asks whom it may ask, with a form that is a schema', () => {
  const form = { type: 'object', properties: { ticket: { type: 'string' } }, required: ['ticket'] };
  assert.deepEqual(
    problemsOf({ approval: { title: 'Release ${{ vars.at }}?', roles: ['operator', 'admin'], form } }),
    [],
  );
  const refused: [JsonObject, string, string][] = [
    [{ approval: {} }, 'BAD_INPUT', 'tasks.1.approval.title'],
    [{ approval: { title: 'x'.repeat(201) } }, 'BAD_INPUT', 'tasks.1.approval.title'],
    [{ approval: { title: 'Go?', roles: [] } }, 'BAD_INPUT', 'tasks.1.approval.roles'],
    [{ approval: { title: 'Go?', roles: ['viewer'] } }, 'BAD_INPUT', 'tasks.1.approval.roles'],
    [{ approval: { title: 'Go?', form: 'text' } }, 'BAD_INPUT', 'tasks.1.approval.form'],
    [{ approval: { title: 'Go?', form: { type: 'strnig' } } }, 'BAD_INPUT', 'tasks.1.approval.form.type'],
    [{ approval: { title: 'Go?', timeout: 5 } }, 'BAD_DURATION', 'tasks.1.approval.timeout'],
  ];
  for (const [step, code, path] of refused) assert.deepEqual(problemsOf(step)[0], [code, path], JSON.stringify(step));
});

test('who may do more decides as well, who may do less does not', () => {
  assert.ok(mayDecide('OPERATOR', ['OPERATOR']) && mayDecide('ADMIN', ['OPERATOR']));
  assert.ok(
    !mayDecide('OPERATOR', ['EDITOR']) && !mayDecide('VIEWER', ['OPERATOR']) && !mayDecide('AUDITOR', ['ADMIN']),
  );
});
