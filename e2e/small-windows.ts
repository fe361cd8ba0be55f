/** What of a screen gets lost in a small window: its tables, their states and times, and what stands beside its edge. */
import type { Page } from 'playwright/test';

/** A narrow window, and a window of 1280 by 800 at 200 %. */
const windows = [
  { name: '800 px', width: 800, height: 700 },
  { name: '200 %', width: 640, height: 400 },
] as const;

/** Looks at the page as it is in each small window, and puts the window back. `isList` also asks for state and time. */
export async function lostInSmallWindows(page: Page, { isList }: { isList: boolean }): Promise<string[]> {
  const before = page.viewportSize();
  const lost: string[] = [];
  for (const { name, ...size } of windows) {
    await page.setViewportSize(size);
    for (const words of await page.evaluate(lookForLost, isList)) lost.push(`${name}: ${words}`);
  }
  if (before !== null) await page.setViewportSize(before);
  return lost;
}

// Runs in the browser, so it can name nothing from outside.
async function lookForLost(isList: boolean): Promise<string[]> {
  // Tables measure themselves in the frame after the window has changed, and draw in the one after that.
  for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  const lost: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) lost.push(`the page is ${scrollWidth - clientWidth} px too wide`);
  for (const table of document.querySelectorAll<HTMLTableElement>('main .data-table')) {
    const box = table.parentElement?.getBoundingClientRect();
    if (box === undefined) continue;
    const [label, rows] = [table.ariaLabel, [...table.querySelectorAll('tbody tr[data-key]')]];
    const heightOf = (element: Element | null | undefined) => element?.getBoundingClientRect().height ?? 0;
    const leastPx = heightOf(table.tHead) + Math.min(rows.length, 4) * heightOf(rows[0]);
    if (box.height < leastPx - 2) lost.push(`${label} is ${box.height} px high`);
    if (!isList) continue;
    const isShown = (element: Element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && left >= box.left && right <= box.right;
    };
    const times = [...table.querySelectorAll('tbody time')];
    if (times.length > 0 && !times.some(isShown)) lost.push(`${label} shows no time`);
    const states = [...table.querySelectorAll('thead th')].filter(({ textContent }) =>
      textContent?.startsWith('State'),
    );
    if (states.length > 0 && !states.some(isShown)) lost.push(`${label} shows no state`);
  }
  return lost;
}
