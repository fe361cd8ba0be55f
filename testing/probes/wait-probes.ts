/** Everything that can be done to steps without a job, for a walk over all mutations. */
import type { JsonObject } from '#domain/value/json.ts';

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
