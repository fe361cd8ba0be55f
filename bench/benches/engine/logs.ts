/** What logs cost the jobs that write them, and how long a page or a search takes in a run of a million lines. */

import { atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { type Cost, showCost, startMeter } from '#bench/cost.ts';
import { ask } from '#bench/stage/graphql.ts';
import { inWorld, type World } from '#bench/stage/world.ts';
import { medianRound, percentile, spread } from '#bench/statistics.ts';
import { enqueueAlike, jobsSettled, setPaused, until } from '#bench/work/work.ts';
import { logBounds } from '#domain/bounds/log.ts';
import { printLine } from '#domain/log/chunk-text.ts';
import { assert } from '#domain/unreachable.ts';
import { publicId } from '#domain/value/ids.ts';
import { appendLog, type LogChunk } from '#engine/log/append-log.ts';
import { openDatabase } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { registerWorker } from '#engine/worker/register-worker.ts';

const slots = 500;
const linesPerJob = 100;
const text = 'row of the delivery was read, checked and booked under its article, line';

export const bench: Bench = {
  name: 'logs',
  describe: 'jobs that write 100 lines beside jobs that write none; reading a run of a million lines',
  run: async (context) => [await drain(context), ...(await readMillion(context))],
};

type Round = { ratePerSecond: number; cost: Cost; stored: number };

async function drain(context: BenchContext): Promise<Result> {
  const count = context.size(10_000, 200);
  return await inWorld(context, async (world) => {
    for (const [name, lines] of Object.entries(tasks))
      await world.registerTask({ name, handler: { builtin: { name: 'log', options: { lines, text } } } });
    const worker = await world.startWorker(slots);
    const processes = { workerPids: [worker.pid], postmasterPid: context.cluster.postmasterPid };
    const rounds: Record<keyof typeof tasks, Round[]> = { silent: [], talking: [] };
    for (let round = -1; round < context.rounds; round += 1)
      for (const task of ['silent', 'talking'] as const) {
        const done = await drainOnce(world, { ...processes, task, count: round < 0 ? Math.ceil(count / 5) : count });
        // The first jobs find cold caches and code that is not compiled yet.
        if (round >= 0) rounds[task].push(done);
      }
    const rateOf = ({ ratePerSecond }: Round) => ratePerSecond;
    const [silent, talking] = [medianRound(rounds.silent, rateOf), medianRound(rounds.talking, rateOf)];
    const rates = (of: Round[]) => spread(of.map(rateOf), 'jobs/s');
    return resultOf({
      what: `drain lost to ${linesPerJob} lines a job`,
      target: atMost(15),
      got: Math.max(0, 100 * (1 - talking.ratePerSecond / silent.ratePerSecond)),
      unit: '%',
      detail: `${showFigure(count)} jobs, one worker; silent: ${showFigure(silent.ratePerSecond)} jobs/s (${rates(rounds.silent)}), ${showCost(silent.cost, count)}; with lines: ${showFigure(talking.ratePerSecond)} jobs/s (${rates(rounds.talking)}), ${showCost(talking.cost, count)}, ${showFigure((100 * talking.stored) / (count * (linesPerJob + 2)))} % of the lines stored`,
    });
  });
}

const tasks = { silent: 0, talking: linesPerJob };

type Work = { task: keyof typeof tasks; count: number; workerPids: number[]; postmasterPid: number };

async function drainOnce(world: World, { task, count, ...processes }: Work): Promise<Round> {
  const { figures } = world;
  await setPaused(world, true);
  const enqueuedAtMs = await figures.now();
  const lastEvent = await figures.lastEvent();
  const before = await storedLines(world);
  await enqueueAlike(world, { count, job: { task } });
  const stopMeter = await startMeter({ figures, ...processes });
  const releasedAtMs = await figures.now();
  await setPaused(world, false);
  await jobsSettled(world, lastEvent, count);
  await linesSettled(world);
  const cost = await stopMeter();
  const { succeeded, lastEndMs } = await figures.jobsSince(enqueuedAtMs);
  assert(succeeded === count, `of ${count} jobs ${succeeded} succeeded`);
  const stored = (await storedLines(world)) - before;
  return { ratePerSecond: (count / (lastEndMs - releasedAtMs)) * 1_000, cost, stored };
}

async function storedLines({ figures: { client } }: World): Promise<number> {
  const { rows } = await client.query<{ lines: number }>('select coalesce(sum(lines), 0)::int as lines from log_usage');
  return rows[0]?.lines ?? 0;
}

/** The writer goes on for a while after the jobs: two looks that see the same mean that it has come to its end. */
async function linesSettled(world: World): Promise<void> {
  let seen = -1;
  let since = performance.now();
  await until('the lines to be stored', async () => {
    const now = await storedLines(world);
    if (now !== seen) [seen, since] = [now, performance.now()];
    return performance.now() - since > restMs;
  });
}

const restMs = 1_500;

const millionSteps = 20;

/** A run whose steps wrote a million lines, one of which has a word that no other has. */
async function readMillion(context: BenchContext): Promise<Result[]> {
  const lines = context.size(1_000_000, 5_000);
  const rounds = context.size(10, 1);
  return await inWorld(context, async (world) => {
    context.note(`storing a run of ${showFigure(lines)} lines`);
    const run = await storeRun(world, lines);
    const door = await world.startConsole();
    const needle = Math.floor(lines * 0.9);
    const places = { start: { first: 200 }, middle: { first: 200, from: lines / 2 }, end: { last: 200 } };
    const times: Record<string, number[]> = {};
    for (let round = -1; round < rounds; round += 1)
      for (const [place, page] of Object.entries(places)) {
        const beganAtMs = performance.now();
        const { logLines } = await ask<{ logLines: { nodes: unknown[]; totalCount: number } }>(door, pageQuery, {
          run,
          ...page,
        });
        assert(
          logLines.nodes.length === 200 && logLines.totalCount === lines,
          'a page is full, and all lines are counted',
        );
        // The first round fills the caches.
        if (round >= 0) times[place] = [...(times[place] ?? []), performance.now() - beganAtMs];
      }
    const common = await searchFor(door, { run, text: 'booked under its article', pages: 1 });
    assert(common.found === 200, 'what stands in every line fills a page');
    const rare = await searchFor(door, { run, text: `needle ${needle}`, pages: Number.POSITIVE_INFINITY });
    assert(rare.found === 1 && rare.lookedThrough === lines, 'the one line is found, and all are looked through');
    const said = Object.entries(times).map(([place, of]) => `${place} ${showFigure(percentile(of, 0.5))}`);
    const all = Object.values(times).flat();
    return [
      resultOf({
        what: `page of 200 lines in a run of ${showFigure(lines)}, p95`,
        target: atMost(50),
        got: percentile(all, 0.95),
        unit: 'ms',
        detail: `with counts of all levels; p50 at the ${said.join(', ')} ms`,
      }),
      resultOf({
        what: `search of ${showFigure(lines)} lines, longest answer`,
        target: atMost(250),
        got: rare.longestMs,
        unit: 'ms',
        detail: `a word of one line: ${rare.answers} answers, ${showFigure(rare.allMs)} ms in all; a word of every line: first page after ${showFigure(common.allMs)} ms`,
      }),
    ];
  });
}

const pageQuery = `query ($run: ID!, $first: Int, $from: Int, $last: Int) {
  logLines(run: $run, first: $first, from: $from, last: $last) {
    nodes { index place number at level source message fields attempt fence stepKey }
    totalCount totals { lines debug info warn error } liveCursor
  }
}`;
const searchQuery = `query ($run: ID!, $text: String!, $after: Cursor) {
  searchLog(run: $run, text: $text, first: 200, after: $after) { lines { index message } cursor isOver lookedThrough }
}`;

/** Stored by the engine's own writer, as steps side by side write: some hundred lines of each at a time. */
async function storeRun({ url, context }: World, count: number): Promise<string> {
  const database = openDatabase({ url, duty: 'worker', connectionsMax: 1, name: 'bench log' });
  const profile = { name: 'bench', slots: 1, queues: [], version: 'bench', leaseMs: 600_000 };
  const workerId = await registerWorker(database, profile);
  const runId = newId();
  const jobs = Array.from({ length: millionSteps }, () => newId());
  const perChunk = Math.min(logBounds.linesPerChunkMax, count / millionSteps / 2);
  const beganAtMs = Date.now();
  for (let at = 0; at < count; at += perChunk * millionSteps) {
    const chunks = jobs.map((jobId, step): LogChunk => {
      const first = at / millionSteps + 1;
      const body = Array.from({ length: perChunk }, (_, n) =>
        printLine({
          ...plainLine,
          offsetMs: first + n,
          message: `${text} ${first + n}, needle ${at + step * perChunk + n}`,
        }),
      );
      const attempt = {
        tenantId: context.tenantId,
        jobId,
        runId,
        stepKey: `step-${step}`,
        fence: 1,
        attempt: 1,
        beganAtMs,
      };
      return {
        ...attempt,
        firstLine: first,
        lines: perChunk,
        infos: perChunk,
        warnings: 0,
        errors: 0,
        body: body.join('\n'),
      };
    });
    await appendLog(database, { workerId, chunks });
  }
  await database.close();
  return publicId('run', runId);
}

const plainLine = { level: 'INFO', source: 'HANDLER', fields: null } as const;

type Findings = { searchLog: { lines: unknown[]; cursor: string; isOver: boolean; lookedThrough: number } };

async function searchFor(
  door: { url: string; token: string },
  { run, text: wanted, pages }: { run: string; text: string; pages: number },
) {
  const sum = { found: 0, lookedThrough: 0, answers: 0, longestMs: 0, allMs: 0 };
  let after: string | undefined;
  for (let isOver = false; !isOver && sum.answers < pages; ) {
    const beganAtMs = performance.now();
    const { searchLog } = await ask<Findings>(door, searchQuery, { run, text: wanted, after });
    const tookMs = performance.now() - beganAtMs;
    sum.answers += 1;
    sum.allMs += tookMs;
    sum.longestMs = Math.max(sum.longestMs, tookMs);
    sum.found += searchLog.lines.length;
    sum.lookedThrough += searchLog.lookedThrough;
    ({ cursor: after, isOver } = searchLog);
  }
  return sum;
}
