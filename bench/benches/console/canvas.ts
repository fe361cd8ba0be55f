/** Whether the editor keeps up with a hand: a large definition in a browser, its text and its canvas. */
import type { Page } from 'playwright';
import { atLeast, atMost, type Bench, type BenchContext, type Result, resultOf, showFigure } from '#bench/bench.ts';
import { addressOf, openVisitor, shownAfterMs, takeFigures, type Visitor } from '#bench/page/browser.ts';
import type { Graph } from '#bench/peers/adapter.ts';
import { accepted, inWorld, type World } from '#bench/stage/world.ts';
import { median, percentile, spread } from '#bench/statistics.ts';
import { noopTask } from '#bench/work/work.ts';
import { layered } from '#bench/work/workflows.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';

const node = '.react-flow__node';
const width = 50;

export const bench: Bench = {
  name: 'canvas',
  describe: 'the editor of a large definition in a browser: opening, keystrokes, dragging',
  run: (context) =>
    inWorld(context, async (world) => {
      // The word at which the first keystroke is made names a task before and after it.
      for (const name of ['noop', 'noop2']) await world.registerTask({ ...noopTask, name });
      const [door, person] = [await world.startConsole({ pages: true }), await world.createPerson()];
      const visitor = await openVisitor(door.url, person);
      try {
        const scene = { context, world, visitor };
        const worked = await editorOf({ ...scene, steps: context.size(500, 100), isTarget: true });
        // Nobody said how fast: usable is what a person bears, and the figures tell.
        const larger = context.isOnce ? [] : await editorOf({ ...scene, steps: 2_000, isTarget: false });
        return [...worked, ...larger];
      } finally {
        await visitor.close();
      }
    }),
};

type Scene = { context: BenchContext; world: World; visitor: Visitor; steps: number; isTarget: boolean };

async function editorOf({ context, world, visitor, steps, isTarget }: Scene): Promise<Result[]> {
  const name = `layered-${steps}`;
  accepted(await publishWorkflow(world.context, { yaml: textOf(name, layered({ layers: steps / width, width })) }));
  const path = addressOf(`/workflows/${name}/edit`);
  const opened: number[] = [];
  const keys: number[] = [];
  const drags: Awaited<ReturnType<typeof dragged>>[] = [];
  // The first visit finds a server that has not made this page yet.
  for (let round = -1; round < context.rounds; round += 1) {
    const page = await visitor.open();
    await page.goto(path);
    const shownMs = await shownAfterMs(page, node);
    await page.waitForLoadState('networkidle');
    if (round < 0) continue;
    opened.push(shownMs);
    keys.push(...(await keystrokes(page, context.size(10, 2))));
    drags.push(await dragged(page, context.size(2_000, 200)));
  }
  return [
    resultOf({
      what: `editor of ${showFigure(steps)} steps, first paint of the canvas`,
      ...(isTarget && { target: atMost(1_000) }),
      got: median(opened),
      unit: 'ms',
      detail: `from the start of the navigation, nothing cached in the browser; ${spread(opened, 'ms')}`,
    }),
    resultOf({
      what: `${showFigure(steps)} steps, a keystroke in the text until the canvas shows it`,
      ...(isTarget && { target: atMost(100) }),
      got: median(keys),
      unit: 'ms',
      detail: `from the key to the frame after; ${keys.length} keystrokes, p95 ${showFigure(percentile(keys, 0.95))} ms`,
    }),
    resultOf({
      what: `${showFigure(steps)} steps, frames a second while one is dragged`,
      ...(isTarget && { target: atLeast(50) }),
      got: median(drags.map(({ fps }) => fps)),
      unit: 'fps',
      detail: `longest time between two frames ${showFigure(Math.max(...drags.map(({ worstFrameMs }) => worstFrameMs)))} ms`,
    }),
  ];
}

function textOf(name: string, steps: Graph): string {
  const written = steps.map(
    ({ id, after }) => `  - id: ${id}\n    type: noop\n    dependencies: [${after.join(', ')}]\n`,
  );
  return `name: ${name}\ntasks:\n${written.join('')}`;
}

/** Writes and takes back the last letter of the first step's task. */
async function keystrokes(page: Page, count: number): Promise<number[]> {
  const line = page.locator('.cm-line').filter({ hasText: 'noop' }).first();
  await line.click();
  await page.keyboard.press('End');
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    times.push(await keyUntilShown(page, { key: '2', label: 'l0_0: noop2' }));
    times.push(await keyUntilShown(page, { key: 'Backspace', label: 'l0_0: noop' }));
  }
  return times;
}

async function keyUntilShown(page: Page, { key, label }: { key: string; label: string }): Promise<number> {
  const shown = await page.evaluateHandle((words) => ({ after: window.probe.labelledAfterKey(words) }), label);
  await page.keyboard.press(key);
  return await shown.evaluate(({ after }) => after);
}

/** Moves the first step about for so long, as a hand does. */
async function dragged(page: Page, forMsWanted: number): Promise<{ fps: number; worstFrameMs: number }> {
  const box = await page.locator(`${node}[data-id="l0_0"]`).boundingBox();
  if (box === null) throw new Error('the first step is not drawn');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 4, y + 4, { steps: 2 });
  await takeFigures(page);
  const startedMs = performance.now();
  for (let n = 0; performance.now() - startedMs < forMsWanted; n += 1) {
    await page.mouse.move(x + 40 + 30 * Math.sin(n / 10), y + 40 + 30 * Math.cos(n / 10));
  }
  const { frames, worstFrameMs, forMs } = await takeFigures(page);
  await page.mouse.up();
  return { fps: (1_000 * frames) / forMs, worstFrameMs };
}
