/** Everything that can be done to steps without a job, for a walk over all mutations, and probes of what that takes. */
import type { JsonObject } from '#domain/value/json.ts';
import { type TestTenant, textAt } from '#testing/console.ts';
import { mutation, probeErrors } from './probe-documents.ts';
import { flow, type Made, type Probe, work } from './probe-worlds.ts';

type Act = (field: string, input: JsonObject) => Promise<unknown>;
type ActForId = (field: string, input: JsonObject, noun: string) => Promise<string>;

/** A run that waits for a signal and a decision gets both. */
export async function actOnWaits(act: Act, id: ActForId): Promise<void> {
  const waits: JsonObject[] = [
    { id: 'go', wait: { signal: 'go' } },
    { id: 'ask', approval: { title: 'Go on?' } },
  ];
  await act('publishWorkflow', { definition: { name: 'waits', tasks: waits } });
  const run = await id('startRun', { workflow: 'waits' }, 'run');
  await act('sendSignal', { run, signal: 'go' });
  await act('decideApproval', { run, step: 'ask', decision: 'DENY' });
}

const nowhere = '00000000-0000-7000-8000-000000000000';
const tasks: JsonObject[] = [
  { id: 'go', wait: { signal: 'go', timeout: 'P1D' } },
  { id: 'ask', approval: { title: 'Go on?', form: { type: 'object' } } },
  {
    id: 'after',
    type: 'work',
    dependencies: ['go', 'ask'],
    join: 'any',
    params: {
      payload: '${{ tasks.go.?result.orValue(null) }}',
      comment: '${{ tasks.ask.?result.?comment.orValue(null) }}',
      form: '${{ tasks.ask.?result.?form.orValue(null) }}',
    },
  },
];

/** A run that waits for a signal and for a decision. */
async function waiting(tenant: TestTenant): Promise<Made> {
  await work(tenant);
  await tenant.ask(
    'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { code } } }',
    { input: { definition: { name: 'waiting', tasks } } },
  );
  const { data } = await tenant.ask('mutation { startRun(input: { workflow: "waiting" }) { run { id } } }');
  return { run: textAt(data, 'startRun', 'run', 'id') };
}

const course = 'run { step(stepKey: "ask") { state } after: step(stepKey: "after") { state job { params } } }';
const dryRun = 'problems { code path } failedStep variables steps { stepKey outcome params }';

/** By the name of the input type. */
export const waitProbes: Record<string, Probe> = {
  DecideApprovalInput: {
    setUp: waiting,
    document: mutation('decideApproval', course),
    variables: ({ run = '' }) => ({ input: { run, step: 'ask', decision: 'APPROVE' } }),
    at: ['input'],
    fields: { run: `run_${nowhere}`, step: 'after', decision: 'DENY', form: { a: 1 }, comment: 'why' },
  },
  SendSignalInput: {
    setUp: waiting,
    document: `mutation ($input: SendSignalInput!) {
      first: sendSignal(input: $input) { stepKey ${course} ${probeErrors} }
      second: sendSignal(input: $input) { stepKey idempotentReplay ${probeErrors} }
    }`,
    variables: ({ run = '' }) => ({ input: { run, signal: 'go' } }),
    at: ['input'],
    fields: { run: `run_${nowhere}`, signal: 'come', payload: 7, idempotencyKey: 'k' },
  },
  DryRunWorkflowInput: {
    setUp: flow,
    document: `query ($input: DryRunWorkflowInput!) { dryRunWorkflow(input: $input) { ${dryRun} } }`,
    variables: () => ({ input: { workflow: 'flow' } }),
    at: ['input'],
    fields: {
      definition: { name: 'told', tasks: [{ id: 'c', type: 'work' }] },
      yaml: 'name: told',
      workflow: 'other',
      version: 1,
      variables: { n: 7 },
      results: { a: { state: 'FAILED' } },
    },
  },
};
