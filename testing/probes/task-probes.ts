/** Probes of what is done to tasks besides registering them. */
import type { JsonObject } from '#domain/value/json.ts';
import { type Answer, type TestTenant, textAt } from '#testing/console.ts';
import { type Made, noop, type Probe, work } from './probe-worlds.ts';

const nobody = 'tsk_00000000-0000-7000-8000-000000000000';

async function knownTask(tenant: TestTenant): Promise<Made> {
  await work(tenant);
  const { data } = await tenant.ask('{ task(name: "work") { id } }');
  return { task: textAt(data, 'task', 'id') };
}

async function deprecatedTask(tenant: TestTenant): Promise<Made> {
  const made = await knownTask(tenant);
  await tenant.ask('mutation ($id: ID!) { deprecateTask(input: { id: $id }) { userErrors { code } } }', {
    id: made.task ?? '',
  });
  return made;
}

const onTask = (name: string, type: string): Pick<Probe, 'document' | 'variables' | 'at'> => ({
  document: `mutation ($input: ${type}!) { ${name}(input: $input) { task { name deprecated { reason } } userErrors { code path } } }`,
  variables: (made) => ({ input: { id: made.task ?? '' } }),
  at: ['input'],
});

export const taskProbes: Record<string, Probe> = {
  DeprecateTaskInput: {
    setUp: knownTask,
    ...onTask('deprecateTask', 'DeprecateTaskInput'),
    fields: { id: nobody, reason: 'why' },
  },
  UndeprecateTaskInput: {
    setUp: deprecatedTask,
    ...onTask('undeprecateTask', 'UndeprecateTaskInput'),
    fields: { id: nobody },
  },
  // Nobody is there to carry it out. Every field is refused by name, before anybody waits.
  TestTaskInput: {
    setUp: work,
    document:
      'mutation ($input: TestTaskInput!) { testTask(input: $input) { test { error { type } } userErrors { code message path } } }',
    variables: () => ({
      input: { name: 'probe', handler: noop, params: {}, inputSchema: { type: 'object' } },
    }),
    at: ['input'],
    fields: {
      name: '',
      handler: { http: { method: 'GET', url: 'http://127.0.0.1/' } },
      queue: 'none',
      params: 7,
      inputSchema: { type: 'string' },
      resultSchema: { type: 'nonsense' },
    },
  },
};

/** Registers the task `work`, tries it out, and deprecates it for a moment. */
export async function actOnTasks(
  act: (field: string, input: JsonObject) => Promise<Answer>,
  id: (field: string, input: JsonObject, noun: string) => Promise<string>,
): Promise<void> {
  const task = await id('registerTask', { name: 'work', queue: 'billing', handler: noop }, 'task');
  await act('testTask', { name: 'work', handler: noop });
  await act('deprecateTask', { id: task });
  await act('undeprecateTask', { id: task });
}
