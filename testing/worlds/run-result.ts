/** What of a run must be the same however often its workers died. */
import type { Json } from '#domain/value/json.ts';
import type { Database } from '#engine/store/database.ts';
import { assertWhole, readRun, statesOf } from './run-history.ts';

/** Everything of a run, and of the runs that its steps started, but ids and instants; each is told whole and settled once. */
export async function resultOf(owner: Database, runId: string): Promise<Json> {
  const history = await readRun(owner, runId);
  assertWhole(history);
  const { run, jobs, items, waits } = history;
  const left = [...jobs].map(([id, { reasonCode, params, result, error }]) => [
    id,
    { reasonCode, params, result, error },
  ]);
  const held = [...waits].map(([id, { reasonCode, result, error }]) => [id, { reasonCode, result, error }]);
  const { state, failedStep, reasonCode, variables } = run;
  const started = await owner.client.run.findMany({
    where: { parentRunId: runId },
    orderBy: [{ parentStep: 'asc' }, { parentItem: 'asc' }],
  });
  const children: Json[] = [];
  for (const { id, parentStep, parentItem } of started)
    children.push([parentStep, parentItem, await resultOf(owner, id)]);
  const told: Json = JSON.parse(
    JSON.stringify({
      ...{ state, failedStep, reasonCode, variables, states: statesOf(history) },
      ...{ left: Object.fromEntries(left), held: Object.fromEntries(held) },
      items: items.map(({ stepKey, item, state: end }) => [stepKey, item, end]),
      children,
    }),
  );
  // When somebody decided is another instant each time.
  return JSON.parse(JSON.stringify(told, (key, value: Json) => (key === 'at' ? 'then' : value)));
}
