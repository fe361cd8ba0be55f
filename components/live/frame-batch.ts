/** Gathers a burst and hands it on once per animation frame, so that a thousand events cost one rendering. */
import { bounds } from '#domain/bounds.ts';
import { type LiveEvent, resyncRequired } from './live-event.ts';

export type Follower = {
  onEvents: (events: LiveEvent[]) => void;
  /** Too much was missed: read afresh. */
  onResync: () => void;
};

export type FrameBatch = { add: (event: LiveEvent) => void; drop: () => void };

/** `schedule` and `unschedule` are requestAnimationFrame and its counterpart. */
export function frameBatch(
  follower: Follower,
  frames: { schedule: (work: () => void) => number; unschedule: (frame: number) => void },
): FrameBatch {
  let gathered: LiveEvent[] = [];
  let mustResync = false;
  let frame: number | undefined;
  const flush = () => {
    frame = undefined;
    const events = gathered;
    gathered = [];
    if (mustResync) {
      mustResync = false;
      follower.onResync();
    } else {
      follower.onEvents(events);
    }
  };
  return {
    add: (event) => {
      if (event.type === resyncRequired || gathered.length >= bounds.gatheredEventsMax) mustResync = true;
      if (mustResync) gathered = [];
      else gathered.push(event);
      frame ??= frames.schedule(flush);
    },
    drop: () => {
      if (frame !== undefined) frames.unschedule(frame);
    },
  };
}
