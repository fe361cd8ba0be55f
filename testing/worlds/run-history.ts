/** A run as it was stored: its row, the job of each step, and its events one by one. */
import assert from 'node:assert/strict';
import type { Database } from '#engine/store/database.ts';

export type RunHistory = {
  run: {
    state: string;
    failedStep: string | null;
    reasonCode: string | null;
    eventSeq: number;
    variables: unknown;
    finishedAt: Date | null;
  };
  jobs: Map<
    string,
    {
      id: string;
      state: string;
      attempt: number;
      reasonCode: string | null;
      reason: string | null;
      params: unknown;
      result: unknown;
      error: unknown;
    }
  >;
  /** The steps that wait, or waited, without a job. */
  waits: Map<string, { id: string; state: string; reasonCode: string | null; result: unknown; error: unknown }>;
  /** The ends of what steps repeated, each a job. */
  items: { id: string; stepKey: string | null; item: number | null; state: string }[];
  entries: { seq: number; type: string; entityId: string; reason: string | null }[];
};

/** Reads it as the owner of the tables, who sees everything. */
export async function readRun(owner: Database, runId: string): Promise<RunHistory> {
  const { client } = owner;
  const run = await client.run.findFirstOrThrow({ where: { id: runId } });
  const all = await client.job.findMany({ where: { runId }, orderBy: [{ step: 'asc' }, { item: 'asc' }] });
  const jobs = all.filter(({ item }) => item === null);
  const items = all.filter(({ item }) => item !== null);
  // What it keeps of an earlier run was told there.
  const kept = new Set((await client.keptStep.findMany({ where: { runId } })).map(({ step }) => step));
  const waited = await client.runStep.findMany({ where: { runId }, orderBy: { step: 'asc' } });
  const waits = waited.filter(({ step }) => !kept.has(step));
  const entries = await client.$queryRaw<RunHistory['entries']>`
    select (e.seq + entity.nth - 1)::int as seq, e.type, entity.id as "entityId", e.reason
    from events e
    cross join unnest(e.entity_ids) with ordinality as entity (id, nth)
    where e.run_id = ${runId}::uuid
    order by 1, e.id`;
  return {
    run,
    jobs: new Map(jobs.map((job) => [job.stepKey ?? '', job])),
    items,
    waits: new Map(waits.map((wait) => [wait.stepKey, wait])),
    entries,
  };
}

/** The state of each step that has a job, or waits without one; one that repeated something and has no end of its own was cancelled with its run. */
export function statesOf({ jobs, waits, items }: RunHistory): Record<string, string> {
  const repeated = items.map(({ stepKey }): [string, string] => [stepKey ?? '', 'CANCELLED']);
  return Object.fromEntries([
    ...repeated,
    ...[...jobs, ...waits].map(([key, job]): [string, string] => [key, job.state]),
  ]);
}

const ends = new Set(
  ['job', 'step'].flatMap((noun) =>
    ['succeeded', 'failed', 'dead', 'cancelled', 'skipped'].map((end) => `${noun}.${end}`),
  ),
);

/** G11 and G3 of one run that is over: numbered 1 to n without gap, told from start to end, each step settled exactly once. */
export function assertWhole({ run, jobs, items, waits, entries }: RunHistory): void {
  assert.deepEqual(
    entries.map((entry) => entry.seq),
    Array.from({ length: run.eventSeq }, (_, n) => n + 1),
  );
  assert.equal(entries[0]?.type, 'run.started');
  const last = entries.at(-1)?.type;
  assert.equal(last, `run.${run.state.toLowerCase()}`);
  const between = ['run.closing', 'run.signalled', 'run.modified'];
  const ofRun = entries.filter(({ type }) => type.startsWith('run.') && !between.includes(type));
  assert.equal(ofRun.length, 2);
  const endsOf = Map.groupBy(
    entries.filter((entry) => ends.has(entry.type)),
    (entry) => entry.entityId,
  );
  for (const [noun, steps] of [
    ['job', [...jobs.values(), ...items]],
    ['step', [...waits.values()]],
  ] as const) {
    for (const { id, state } of steps) {
      const types = (endsOf.get(id) ?? []).map((entry) => entry.type);
      assert.deepEqual(types, [`${noun}.${state.toLowerCase()}`], `${id} settled once`);
    }
  }
  assert.equal(endsOf.size, jobs.size + items.length + waits.size);
}
