/** What a person waits for, and whether the screen keeps up: the console as built, in a headless browser beside it. */
import type { Page } from 'playwright';
import { atLeast, atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import {
  addressOf,
  countEvents,
  openVisitor,
  scriptsLoaded,
  shownAfterMs,
  takeFigures,
  type Visitor,
  workedMs,
} from '#bench/page/browser.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { median, percentile, spread } from '#bench/statistics.ts';
import { flood, openPuppets, type Puppets, shownQueue } from '#bench/work/live-work.ts';
import { storeJobs } from '#bench/work/million-jobs.ts';
import { enqueueAlike, noopTask } from '#bench/work/work.ts';
import { definitionOf, layered, publish } from '#bench/work/workflows.ts';
import { publicId } from '#domain/value/ids.ts';
import { startRun } from '#engine/run/start-runs.ts';

const jobsAddress = addressOf('/jobs');
const jobRow = 'main a[href*="/jobs/job_"]';
const graphNode = '.react-flow__node';
const burstSize = 50;
const eventsPerSecond = 2_000;
// A burst has passed when so long nothing more came of it.
const quietMs = 1_000;

export const bench: Bench = {
  name: 'browser',
  describe: 'the console in a browser: first paint, bursts, frames, changes of route',
  run: (context) =>
    inWorld(context, async (world) => {
      const stored = context.size(1_000_000, 5_000);
      context.note(`storing ${showFigure(stored)} jobs`);
      await storeJobs(world, stored);
      await world.registerTask(noopTask);
      const [door, person] = [await world.startConsole({ pages: true }), await world.createPerson()];
      const visitor = await openVisitor(door.url, person);
      const puppets = await openPuppets(world);
      const scene: Scene = { context, world, visitor, puppets };
      try {
        return [
          ...(await jobsPage(scene, stored)),
          ...(await routes(scene)),
          ...(await events(scene)),
          ...(await wideRun(scene)),
        ];
      } finally {
        await visitor.close();
        await puppets.close();
      }
    }),
};

type Scene = { context: BenchContext; world: World; visitor: Visitor; puppets: Puppets };

async function jobsPage({ context, visitor }: Scene, stored: number): Promise<Result[]> {
  const times: number[] = [];
  let scripts = { bytes: 0, files: 0 };
  // The first visit finds a server that has not made this page yet.
  for (let round = -1; round < context.rounds; round += 1) {
    const page = await visitor.open();
    await page.goto(jobsAddress);
    const shownMs = await shownAfterMs(page, jobRow);
    if (round >= 0) times.push(shownMs);
    scripts = await scriptsLoaded(page, shownMs);
  }
  return [
    resultOf({
      what: 'Jobs page, first load JS as sent',
      target: atMost(235),
      got: scripts.bytes / 1_000,
      unit: 'kB',
      detail: `${scripts.files} scripts, compressed, up to the first row on the screen`,
    }),
    resultOf({
      what: `Jobs page, first row on the screen, ${showFigure(stored)} stored`,
      target: atMost(1_000),
      got: median(times),
      unit: 'ms',
      detail: `from the start of the navigation, nothing cached in the browser; ${spread(times, 'ms')}`,
    }),
  ];
}

async function routes({ context, visitor }: Scene): Promise<Result[]> {
  const first: { href: string; ms: number }[] = [];
  const again: number[] = [];
  for (let round = 0; round < context.rounds; round += 1) {
    const page = await visitor.open();
    await page.goto(jobsAddress);
    await shownAfterMs(page, jobRow);
    await page.waitForLoadState('networkidle');
    const hrefs = await page.evaluate(() =>
      [...document.querySelectorAll('nav[aria-label="Main"] a')].map((link) => link.getAttribute('href') ?? ''),
    );
    const others = hrefs.filter((href) => href !== jobsAddress);
    for (const href of others) first.push({ href, ms: await follow(page, href) });
    for (const href of others) again.push(await follow(page, href));
  }
  const slowest = first.toSorted((a, b) => b.ms - a.ms)[0];
  return [
    resultOf({
      what: 'change of route, first visit, p95',
      target: atMost(200),
      got: percentile(
        first.map(({ ms }) => ms),
        0.95,
      ),
      unit: 'ms',
      detail: `from the press of the link to the heading of the new screen; ${first.length} changes, p50 ${showFigure(median(first.map(({ ms }) => ms)))} ms, slowest ${slowest?.href} ${showFigure(slowest?.ms ?? 0)} ms; when seen before, p95 ${showFigure(percentile(again, 0.95))} ms`,
    }),
  ];
}

async function follow(page: Page, href: string): Promise<number> {
  const ms = await page.evaluate((target) => window.probe.follow(target), href);
  await page.waitForLoadState('networkidle');
  return ms;
}

async function events({ context, world, visitor, puppets }: Scene): Promise<Result[]> {
  // The newest jobs, which the page therefore shows, change as well.
  await enqueueAlike(world, { count: burstSize, job: { task: 'noop', queue: shownQueue } });
  const page = await visitor.open();
  const received = countEvents(page);
  await page.goto(jobsAddress);
  await shownAfterMs(page, jobRow);
  await page.waitForLoadState('networkidle');
  await takeFigures(page);
  await page.waitForTimeout(quietMs);
  const still = await takeFigures(page);
  const before = received();
  const forMs = context.size(10_000, 1_000);
  await flood(world, { puppets, eventsPerSecond, forMs });
  const busy = await takeFigures(page);
  const rate = (1_000 * (received() - before)) / busy.forMs;
  return [
    resultOf({
      what: `Jobs page, frames a second under ${showFigure(eventsPerSecond)} events/s`,
      target: atLeast(50),
      got: (1_000 * busy.frames) / busy.forMs,
      unit: 'fps',
      detail: `${showFigure(rate)} events/s reached the page for ${showFigure(busy.forMs / 1_000)} s, changes of its own rows among them; longest time between two frames ${showFigure(busy.worstFrameMs)} ms; at rest ${showFigure((1_000 * still.frames) / still.forMs)} fps`,
    }),
    resultOf({
      what: 'Jobs page, layout shift under these events',
      target: atMost(0),
      got: shiftOf(busy),
      unit: 'CLS',
      detail: sayShifts(busy),
    }),
  ];
}

async function wideRun({ context, world, visitor, puppets }: Scene): Promise<Result[]> {
  const shape = { layers: context.size(10, 3), width: burstSize };
  const steps = shape.layers * shape.width;
  await publish(world, definitionOf('wide', layered(shape)));
  const { runId } = accepted(await startRun(world.context, { workflow: 'wide' }));
  const path = addressOf(`/runs/${publicId('run', runId)}`);
  const times: number[] = [];
  let drawn = 0;
  for (let round = -1; round < context.rounds; round += 1) {
    const page = await visitor.open();
    await page.goto(path);
    const shownMs = await shownAfterMs(page, graphNode);
    if (round >= 0) times.push(shownMs);
    await page.waitForLoadState('networkidle');
    drawn = await page.locator(graphNode).count();
  }
  const bursts = await burstsOn(await visitor.open(), path, puppets);
  const worst = bursts.map(({ worstFrameMs }) => worstFrameMs);
  return [
    resultOf({
      what: `run of ${steps} steps, first paint of the graph`,
      target: atMost(1_000),
      got: median(times),
      unit: 'ms',
      detail: `from the start of the navigation, nothing cached in the browser; ${drawn} nodes drawn; ${spread(times, 'ms')}`,
    }),
    resultOf({
      what: `${burstSize} state changes in one burst, longest time between two frames`,
      target: atMost(50),
      got: median(worst),
      unit: 'ms',
      detail: `${bursts.length} bursts; the page worked ${showFigure(median(bursts.map((burst) => burst.workMs)))} ms for each, its ticking clocks included; ${spread(worst, 'ms')}`,
    }),
    resultOf({
      what: 'the same, layout shift',
      target: atMost(0),
      got: Math.max(...bursts.map(shiftOf)),
      unit: 'CLS',
      detail: `the largest sum of any burst; ${sayShifts(bursts.toSorted((a, b) => b.shift - a.shift)[0])}`,
    }),
  ];
}

type Burst = Awaited<ReturnType<typeof takeFigures>> & { workMs: number };

async function burstsOn(page: Page, path: string, puppets: Puppets): Promise<Burst[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(path);
  await shownAfterMs(page, graphNode);
  await page.waitForLoadState('networkidle');
  const bursts: Burst[] = [];
  for (let layer = 0; layer < 3; layer += 1) {
    await page.waitForTimeout(quietMs);
    const workedBefore = await workedMs(session);
    await takeFigures(page);
    const claimed = await puppets.claim('default');
    await page.waitForTimeout(quietMs);
    const figures = await takeFigures(page);
    bursts.push({ ...figures, workMs: (await workedMs(session)) - workedBefore });
    await puppets.finish(claimed);
  }
  return bursts;
}

// As browsers report it: what is less than half a thousandth cannot be seen.
function shiftOf({ shift }: { shift: number }): number {
  return Math.round(shift * 1_000) / 1_000;
}

function sayShifts(figures: { shift: number; shifted: string[] } | undefined): string {
  if (figures === undefined || figures.shift === 0) return 'nothing moved that no input had moved';
  return `${figures.shift.toFixed(5)} without any input: ${figures.shifted.join(', ')}`;
}
