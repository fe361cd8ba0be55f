/** Gathers a burst and hands it on once per animation frame, so that a thousand events cost one rendering. */
import { cursorAdvanced, type LiveEvent, resyncRequired } from './live-event.ts';

// A hidden tab draws no frames; what gathers meanwhile is dropped above this and read afresh.
export const gatheredEventsMax = 5_000;

export type Follower = {
  /** False for an event that would change nothing: it is not kept until the next frame. */
  wants?: ((event: LiveEvent) => boolean) | undefined;
  onEvents: (events: LiveEvent[]) => void;
  /** Nothing that gathers is dropped: what is too much for a frame does not wait for it. */
  keepsAll?: boolean | undefined;
  /** Too much was missed: read afresh. */
  onResync: () => void;
  /** Everything up to here was handed on; to follow on from. */
  onCursor?: ((cursor: string) => void) | undefined;
};

export type FrameBatch = {
  add: (event: LiveEvent) => void;
  /** Something was lost on the way. */
  resync: () => void;
  drop: () => void;
  /** How many events wait for the next frame. */
  size: () => number;
};

/** `schedule` and `unschedule` are requestAnimationFrame and its counterpart. */
export function frameBatch(
  follower: Follower,
  frames: { schedule: (work: () => void) => number; unschedule: (frame: number) => void },
): FrameBatch {
  let gathered: LiveEvent[] = [];
  let cursor: string | undefined;
  let mustResync = false;
  let frame: number | undefined;
  const flush = () => {
    frame = undefined;
    if (cursor !== undefined) follower.onCursor?.(cursor);
    const isResync = mustResync;
    mustResync = false;
    if (gathered.length > 0) handOn();
    if (isResync) follower.onResync();
  };
  const handOn = () => {
    const events = gathered;
    gathered = [];
    follower.onEvents(events);
  };
  const resync = () => {
    mustResync = true;
    if (follower.keepsAll !== true) gathered = [];
    frame ??= frames.schedule(flush);
  };
  return {
    add: (event) => {
      cursor = event.cursor;
      const isSignal = event.type === resyncRequired || event.type === cursorAdvanced;
      const isWanted = !isSignal && !mustResync && (follower.wants?.(event) ?? true);
      const isFull = isWanted && gathered.length >= gatheredEventsMax;
      if (isFull && follower.keepsAll === true) handOn();
      if (event.type === resyncRequired || (isFull && follower.keepsAll !== true)) resync();
      else if (isWanted) gathered.push(event);
      frame ??= frames.schedule(flush);
    },
    resync,
    drop: () => {
      if (frame !== undefined) frames.unschedule(frame);
      frame = undefined;
      gathered = [];
    },
    size: () => gathered.length,
  };
}
