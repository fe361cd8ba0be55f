/** What the live feed takes from its browser; a test brings its own. */
export type FeedWorld = {
  /** The class of its sockets; the browser's own unless given. */
  webSocketImpl?: unknown;
  url: () => string;
  frames: { schedule: (work: () => void) => number; unschedule: (frame: number) => void };
  nowMs: () => number;
  /** Does the work later; gives how to leave it. */
  after: (waitMs: number, work: () => void) => () => void;
  /** Between 0 and 1, another one each time. */
  share: () => number;
  /** Calls whenever the machine is back on its network; gives how to stop that. */
  onReturn: (act: () => void) => () => void;
};

export const pageWorld: FeedWorld = {
  url: () => {
    const { protocol, host } = window.location;
    return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`;
  },
  // The browser refuses both functions when they are called as methods of another object.
  frames: {
    schedule: (work) => requestAnimationFrame(work),
    unschedule: (frame) => cancelAnimationFrame(frame),
  },
  nowMs: () => Date.now(),
  after: (waitMs, work) => {
    const timer = setTimeout(work, waitMs);
    return () => clearTimeout(timer);
  },
  share: () => Math.random(),
  onReturn: (act) => {
    window.addEventListener('online', act);
    return () => window.removeEventListener('online', act);
  },
};
