/** How long a page of jobs takes when a million are stored, whatever is asked for. */

import { atMost, type Bench, resultOf, showFigure } from '#bench/bench.ts';
import { ask } from '#bench/stage/graphql.ts';
import { inWorld } from '#bench/stage/world.ts';
import { percentile } from '#bench/statistics.ts';
import { type Names, storeJobs } from '#bench/work/million-jobs.ts';
import { assert } from '#domain/unreachable.ts';

type Filter = Record<string, string | string[]>;
type Page = { jobs: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
type Asking = { label: string; filter: Filter; pages: number };

// What the console's list of jobs asks for.
const query = `query ($filter: JobFilter, $after: Cursor) {
  jobs(filter: $filter, first: 50, after: $after) {
    nodes {
      id state attempt maxAttempts createdAt runAt startedAt finishedAt stepKey
      reason { code message } task { name } queue { name } run { id }
    }
    pageInfo { hasNextPage endCursor }
    totalCount totalCountExact eventCursor
  }
}`;
const states = ['SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED', 'PENDING', 'SCHEDULED', 'RUNNING', 'SKIPPED'];
const hourMs = 3_600_000;

export const bench: Bench = {
  name: 'list',
  describe: 'pages of 50 jobs over GraphQL, filters on',
  run: async (context) => {
    const stored = context.size(1_000_000, 5_000);
    const rounds = context.size(20, 1);
    const samples = await inWorld(context, async (world) => {
      context.note(`storing ${showFigure(stored)} jobs`);
      const names = await storeJobs(world, stored);
      const door = await world.startConsole();
      const samples = new Map<string, number[]>();
      for (let round = -1; round < rounds; round += 1) {
        for (const asking of askings(names, Math.max(0, round))) {
          const times = await pagesOf(door, asking);
          // The first round fills the caches.
          if (round >= 0) samples.set(asking.label, [...(samples.get(asking.label) ?? []), ...times]);
        }
      }
      return samples;
    });
    const all = [...samples.values()].flat();
    const tails = [...samples]
      .map(([label, times]) => ({ label, p95: percentile(times, 0.95) }))
      .toSorted((a, b) => b.p95 - a.p95);
    return [
      resultOf({
        what: `GraphQL page of 50 jobs, ${showFigure(stored)} stored, p95`,
        target: atMost(50),
        got: percentile(all, 0.95),
        unit: 'ms',
        detail: `${showFigure(all.length)} pages one after the other, with counts; p50 ${showFigure(percentile(all, 0.5))}, max ${showFigure(percentile(all, 1))} ms; p95 by filter: ${tails.map(({ label, p95 }) => `${label} ${showFigure(p95)}`).join(', ')}`,
      }),
      resultOf({
        what: 'the same, slowest filter, p95',
        target: atMost(50),
        got: tails[0]?.p95 ?? Number.NaN,
        unit: 'ms',
        detail: `${tails[0]?.label}`,
      }),
    ];
  },
};

function askings(names: Names, round: number): Asking[] {
  const pick = (list: readonly string[], shift: number): string =>
    list[(round * 7 + shift) % Math.max(1, list.length)] ?? '';
  const task = pick(names.tasks, 3);
  const queue = pick(names.queues, 5);
  const [firstState, secondState] = [pick(states, 0), pick(states, 3)];
  const createdAfter = new Date(Date.now() - hourMs * (1 + round * 12)).toISOString();
  return [
    { label: 'none', filter: {}, pages: 1 },
    { label: 'later pages', filter: {}, pages: 4 },
    { label: 'state', filter: { states: [firstState] }, pages: 2 },
    { label: 'two states', filter: { states: [firstState, secondState] }, pages: 1 },
    { label: 'task', filter: { task }, pages: 2 },
    { label: 'queue', filter: { queue }, pages: 2 },
    { label: 'state + task', filter: { states: [firstState], task }, pages: 2 },
    { label: 'state + queue', filter: { states: [secondState], queue }, pages: 2 },
    { label: 'correlationId', filter: { correlationId: pick(names.correlationIds, 0) }, pages: 1 },
    { label: 'createdAfter', filter: { createdAfter }, pages: 2 },
    { label: 'createdAfter + state', filter: { createdAfter, states: [secondState] }, pages: 1 },
    { label: 'finishedAfter + task', filter: { finishedAfter: createdAfter, task }, pages: 1 },
  ];
}

async function pagesOf(door: { url: string; token: string }, { filter, pages }: Asking): Promise<number[]> {
  const times: number[] = [];
  let after: string | null = null;
  while (times.length < pages) {
    const startedMs = performance.now();
    const { jobs }: Page = await ask<Page>(door, query, { filter, after });
    times.push(performance.now() - startedMs);
    assert(jobs.nodes.length <= 50, 'a page holds what was asked for');
    if (!jobs.pageInfo.hasNextPage) break;
    after = jobs.pageInfo.endCursor;
  }
  return times;
}
