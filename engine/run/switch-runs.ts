/** Switches a run between RUNNING and PAUSED, with its event. The caller holds its row. */
import { type RunState, runMoves, sourcesOf } from '#domain/machines.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import type { Statements } from '#engine/store/database.ts';

const types = { PAUSED: 'run.paused', RUNNING: 'run.resumed' } as const;

/** The run as it is then. A paused one says why; one that runs has nothing to explain. */
export async function switchRun(
  client: Statements,
  switching: { run: LockedRun; to: Extract<RunState, 'PAUSED' | 'RUNNING'>; actor: string; reason: string },
): Promise<LockedRun> {
  const { run, to, actor, reason } = switching;
  const eventSeq = run.eventSeq + 1;
  const { tenantId, id } = run;
  await appendEvents({ client, tenantId }, [
    { type: types[to], from: run.state, to, reason, actor, entityIds: [id], runId: id, seq: eventSeq },
  ]);
  const why = to === 'PAUSED' ? { reasonCode: 'PAUSED', reason } : { reasonCode: null, reason: null };
  const { count } = await client.run.updateMany({
    where: { tenantId, id, state: { in: sourcesOf(runMoves, to) } },
    data: { state: to, eventSeq, ...why },
  });
  if (count !== 1) throw new Error(`broken invariant: run ${id} is locked in state ${run.state}`);
  return { ...run, state: to, eventSeq };
}
