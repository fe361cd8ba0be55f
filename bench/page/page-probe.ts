/** What runs inside a measured page: it notes when things appear, counts frames, and adds up what jumps. */

export type Probe = {
  /** Resolves with the time of the frame after the first element that matches, since the navigation began. */
  shownAt(selector: string): Promise<number>;
  /** Presses a link and resolves with the milliseconds until its page has its heading on the screen. */
  follow(href: string): Promise<number>;
  /** Resolves with the milliseconds from the next key until a step has this label on the screen. */
  labelledAfterKey(words: string): Promise<number>;
  /** Frames, the longest gap between two of them, and layout shifts since the last call. */
  take(): { frames: number; worstFrameMs: number; shift: number; shifted: string[]; forMs: number };
};
declare global {
  interface Window {
    probe: Probe;
  }
}

/** Put into every page before its own scripts, as text: it may use nothing of this file but what is inside it. */
export function installProbe(): void {
  let frames = 0;
  let worstFrameMs = 0;
  let lastFrameAt = performance.now();
  let shift = 0;
  let shifted = new Set<string>();
  const nameOf = (node: Element) => `${node.localName} "${(node.textContent ?? '').trim().slice(0, 30)}"`;
  let since = performance.now();
  const countFrame = (now: number) => {
    frames += 1;
    worstFrameMs = Math.max(worstFrameMs, now - lastFrameAt);
    lastFrameAt = now;
    requestAnimationFrame(countFrame);
  };
  requestAnimationFrame(countFrame);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const isOwn = 'hadRecentInput' in entry && entry.hadRecentInput === false;
      if (!isOwn || !('value' in entry) || typeof entry.value !== 'number') continue;
      shift += entry.value;
      const sources = 'sources' in entry && Array.isArray(entry.sources) ? entry.sources : [];
      for (const { node } of sources) if (node instanceof Element && shifted.size < 5) shifted.add(nameOf(node));
    }
  }).observe({ type: 'layout-shift', buffered: true });

  // A frame has been made when the task after its callbacks runs.
  const afterFrame = (resolve: (at: number) => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  const when = (isTrue: () => boolean) =>
    new Promise<number>((resolve) => {
      if (isTrue()) return afterFrame(resolve);
      const observer = new MutationObserver(() => {
        if (!isTrue()) return;
        observer.disconnect();
        afterFrame(resolve);
      });
      observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    });
  const heading = () => document.querySelector('main h1')?.textContent ?? '';
  const seen = new Map<string, Promise<number>>();
  const probe: Probe = {
    shownAt: (selector) => {
      const known = seen.get(selector) ?? when(() => document.querySelector(selector) !== null);
      seen.set(selector, known);
      return known;
    },
    follow: async (href) => {
      const link = document.querySelector<HTMLAnchorElement>(`nav[aria-label="Main"] a[href="${href}"]`);
      if (link === null) throw new Error(`there is no link to ${href}`);
      const before = heading();
      const pressedAt = performance.now();
      link.click();
      return (await when(() => location.pathname === href && heading() !== '' && heading() !== before)) - pressedAt;
    },
    labelledAfterKey: async (words) => {
      const key = new Promise<number>((resolve) =>
        document.addEventListener('keydown', () => resolve(performance.now()), { once: true, capture: true }),
      );
      const pressedAt = await key;
      const tooLate = new Promise<never>((_, reject) =>
        setTimeout(() => reject(new Error(`no step came to be called ${words}`)), 20_000),
      );
      const selector = `[aria-label="${words}"], [aria-label^="${words},"]`;
      const shownAt = await Promise.race([when(() => document.querySelector(selector) !== null), tooLate]);
      return shownAt - pressedAt;
    },
    take: () => {
      const now = performance.now();
      const taken = { frames, worstFrameMs, shift, shifted: [...shifted], forMs: now - since };
      frames = 0;
      worstFrameMs = 0;
      shift = 0;
      shifted = new Set();
      since = now;
      return taken;
    },
  };
  // What is measured from the start of a navigation has to be waited for from there.
  for (const selector of ['main a[href*="/jobs/job_"]', '.react-flow__node']) void probe.shownAt(selector);
  window.probe = probe;
}
