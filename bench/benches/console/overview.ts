/** How long the figures above a list take when a million jobs and their whole history are stored. */
import { atMost, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { ask } from '#bench/stage/graphql.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { percentile } from '#bench/statistics.ts';
import { type Names, storeJobs } from '#bench/work/million-jobs.ts';
import { assert } from '#domain/unreachable.ts';

type Facets = { jobFacets: { states: { count: number }[] } };
type Figures = { statistics: { counts: { created: number } } };
type Door = { url: string; token: string };

const facets = `query ($filter: JobFilter) {
  jobFacets(filter: $filter) { states { value count } queues { value count } tasks { value count } isExact }
}`;
const statistics = `query ($from: DateTime!, $to: DateTime!) {
  statistics(from: $from, to: $to) {
    onTimePercent successPercent triggerLatencyP95Ms
    counts { created started succeeded failed dead cancelled retried missed }
    buckets { at created succeeded failed depth }
  }
}`;
const hourMs = 3_600_000;

export const bench: Bench = {
  name: 'overview',
  describe: 'facets of a list and statistics of a day over GraphQL',
  run: async (context) => {
    const stored = context.size(1_000_000, 5_000);
    const rounds = context.size(20, 1);
    return await inWorld(context, async (world) => {
      context.note(`storing ${showFigure(stored)} jobs and their history`);
      const names = await storeJobs(world, stored);
      await storeHistory(world);
      const door = await world.startConsole();
      const facetTimes: number[] = [];
      const figureTimes: number[] = [];
      for (let round = -1; round < rounds; round += 1) {
        const times = await timeFacets(door, names, Math.max(0, round));
        const figures = await timeStatistics(door);
        // The first round fills the caches.
        if (round < 0) continue;
        facetTimes.push(...times);
        figureTimes.push(figures);
      }
      const detail = (times: readonly number[]) =>
        `${times.length} one after the other; p50 ${showFigure(percentile(times, 0.5))}, max ${showFigure(percentile(times, 1))} ms`;
      return [
        resultOf({
          what: `facets of a list, ${showFigure(stored)} jobs stored, p95`,
          target: atMost(50),
          got: percentile(facetTimes, 0.95),
          unit: 'ms',
          detail: detail(facetTimes),
        }),
        resultOf({
          what: 'statistics of a day in 60 parts, p95',
          target: atMost(200),
          got: percentile(figureTimes, 0.95),
          unit: 'ms',
          detail: `a row of the log for each move of each job, the worst there is; ${detail(figureTimes)}`,
        }),
      ];
    });
  },
};

// One row of the log for each move: jobs that come one by one.
async function storeHistory({ figures: { client }, context }: World): Promise<void> {
  await client.query(
    `insert into events (at, tenant_id, type, from_state, to_state, actor, entity_ids)
     select at, $1::uuid, type, from_state, to_state, 'system:bench', array[id]
     from (
       select created_at as at, 'job.created' as type, null as from_state, 'PENDING' as to_state, id from jobs
       union all
       select started_at, 'job.started', 'PENDING', 'RUNNING', id from jobs where started_at is not null
       union all
       select finished_at, 'job.' || lower(state::text), 'RUNNING', state::text, id from jobs where finished_at is not null
     ) moves
     order by at`,
    [context.tenantId],
  );
  await client.query('vacuum analyze events');
}

async function timeFacets(door: Door, names: Names, round: number): Promise<number[]> {
  const task = names.tasks[(round * 7) % names.tasks.length];
  const queue = names.queues[(round * 5) % names.queues.length];
  const times: number[] = [];
  for (const filter of [{}, { task }, { queue }, { states: ['FAILED', 'DEAD'] }, { query: 'created:>-24h' }]) {
    const startedMs = performance.now();
    const { jobFacets } = await ask<Facets>(door, facets, { filter });
    times.push(performance.now() - startedMs);
    assert(jobFacets.states.length > 0, 'some jobs match each filter');
  }
  return times;
}

async function timeStatistics(door: Door): Promise<number> {
  const to = new Date();
  const startedMs = performance.now();
  const figures = await ask<Figures>(door, statistics, { from: new Date(to.getTime() - 24 * hourMs), to });
  assert(figures.statistics.counts.created > 0, 'jobs were made within the day');
  return performance.now() - startedMs;
}
