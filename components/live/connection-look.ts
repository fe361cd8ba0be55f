/** What the connection chip says: whether what is on the screen is what is happening, and if not, since when. */
import { unreachable } from '#domain/unreachable.ts';

// Data older than this may mislead somebody who acts on it.
export const staleAfterMs = 30_000;

/** How far what is shown can be trusted. `sinceMs` is when events stopped coming, by the reader's clock. */
export type FeedState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'reconnecting'; sinceMs: number }
  /** It does not go on as it is, or a part of it does not; it begins anew by itself after a while. */
  | { kind: 'stopped'; sinceMs: number; why: string }
  | { kind: 'paused'; sinceMs: number };

export type ConnectionLook = {
  kind: FeedState['kind'] | 'stale';
  word: string;
  /** One sentence more. */
  title: string;
  /** The instant up to which the screen is true; undefined while it simply is. */
  asOfMs: number | undefined;
  colour: string;
};

/** The look of a state, for a reader whose clock shows `nowMs`. */
export function connectionLook(state: FeedState, nowMs: number): ConnectionLook {
  switch (state.kind) {
    case 'live':
      return look('live', 'Live', 'Changes arrive as they happen', 'var(--state-success)');
    case 'connecting':
      return look('connecting', 'Connecting', 'Opening the live connection', 'var(--quiet)');
    case 'paused': {
      const title = 'You paused live updates: nothing on the screen moves until you resume';
      return { ...look('paused', 'Paused', title, 'var(--state-running)'), asOfMs: state.sinceMs };
    }
    case 'stopped': {
      const title = `${state.why}. It is tried again by itself.`;
      return { ...look('stopped', 'Stopped', title, 'var(--state-failed)'), asOfMs: state.sinceMs };
    }
    case 'reconnecting': {
      const isStale = nowMs - state.sinceMs > staleAfterMs;
      const title = 'The live connection was lost; what is missed meanwhile follows when it is back';
      const shown = isStale
        ? look('stale', 'Stale', title, 'var(--state-failed)')
        : look('reconnecting', 'Reconnecting', title, 'var(--state-warning)');
      return { ...shown, asOfMs: state.sinceMs };
    }
    default:
      return unreachable(state);
  }
}

function look(kind: ConnectionLook['kind'], word: string, title: string, colour: string): ConnectionLook {
  return { kind, word, title, colour, asOfMs: undefined };
}
