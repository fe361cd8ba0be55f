/** The probes of what changes an open run. */
import type { JsonObject } from '#domain/value/json.ts';
import { type TestTenant, textAt } from '#testing/console.ts';
import { mutation } from '#testing/probes/probe-documents.ts';
import { type Made, type Probe, work } from '#testing/probes/probe-worlds.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const tasks: JsonObject[] = [
  { id: 'a', type: 'work' },
  { id: 'b', type: 'work', dependencies: ['a'] },
  { id: 'c', type: 'work', dependencies: ['a'] },
];
const variables: JsonObject = { n: { type: 'integer', default: 1 }, m: { type: 'integer', default: 1 } };

/** A run of which one step has begun, and two wait for it. */
export async function openRun(tenant: TestTenant): Promise<Made> {
  await work(tenant);
  await tenant.ask(
    'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { code } } }',
    { input: { definition: { name: 'open', variables, tasks } } },
  );
  const { data } = await tenant.ask('mutation { startRun(input: { workflow: "open" }) { run { id } } }');
  return { run: textAt(data, 'startRun', 'run', 'id') };
}

const document = mutation(
  'modifyRun',
  `run {
    state changeCount variables steps { stepKey state } graph { edges { from to } }
    changes { number reason addedSteps { stepKey step before } skippedSteps variables { name from to } }
  }`,
);
const wish = (run: string, change: JsonObject): JsonObject => ({ input: { run, changes: [change], reason: 'asked' } });
const probe = (change: JsonObject, at: Probe['at'], fields: Probe['fields']): Probe => ({
  setUp: openRun,
  document,
  variables: ({ run = '' }) => wish(run, change),
  at,
  fields,
});

/** By the name of the input type. */
export const modifyProbes: Record<string, Probe> = {
  ModifyRunInput: probe({ skipStep: { step: 'b' } }, ['input'], {
    run: `run_${nowhere}`,
    changes: [{ skipStep: { step: 'c' } }],
    reason: 'why',
    baseChanges: 7,
  }),
  RunChangeInput: probe({ setVariable: { name: 'm', value: 3 } }, ['input', 'changes', 0], {
    addStep: { step: { id: 'd', type: 'work' } },
    skipStep: { step: 'b' },
    setVariable: { name: 'n', value: 7 },
  }),
  AddRunStepInput: probe({ addStep: { step: { id: 'd', type: 'work' } } }, ['input', 'changes', 0, 'addStep'], {
    step: { id: 'e', type: 'work' },
    before: ['b'],
  }),
  SkipRunStepInput: probe({ skipStep: { step: 'b' } }, ['input', 'changes', 0, 'skipStep'], { step: 'c' }),
  SetRunVariableInput: probe({ setVariable: { name: 'n', value: 7 } }, ['input', 'changes', 0, 'setVariable'], {
    name: 'm',
    value: 8,
  }),
};

/** A run is changed in every way. */
export async function actOnOpenRun(
  act: (field: string, input: JsonObject) => Promise<unknown>,
  id: (field: string, input: JsonObject, noun: string) => Promise<string>,
): Promise<void> {
  await act('publishWorkflow', { definition: { name: 'open', variables, tasks } });
  const run = await id('startRun', { workflow: 'open' }, 'run');
  await act('modifyRun', { run, changes: [{ skipStep: { step: 'b' } }], reason: 'asked' });
}
