/** Who holds how many sockets of this process. A page that opens them in a loop must not use up what all share. */
import { noTenantId } from '#engine/access/access.ts';
import type { Caller } from '#graphql/plumbing/request.ts';
import { limits } from './bounds.ts';

/** A place that is held until it is left, or why there is none. */
export type Place = { leave: () => void } | { refused: string };

export type SocketCensus = {
  /** Counts a socket whose caller is not known yet; undefined when too many are. */
  arrive(): (() => void) | undefined;
  /** Counts a socket of a caller, alone and within the tenant. */
  take(caller: Caller): Place;
};

/** A count of sockets that starts empty. */
export function openCensus(): SocketCensus {
  const held = new Map<string, number>();
  const enter = (key: string) => {
    held.set(key, (held.get(key) ?? 0) + 1);
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      const rest = (held.get(key) ?? 1) - 1;
      if (rest > 0) held.set(key, rest);
      else held.delete(key);
    };
  };
  const isFull = (key: string, most: number) => (held.get(key) ?? 0) >= most;
  return {
    arrive: () => (isFull('greeting', limits.socketsGreetingMax) ? undefined : enter('greeting')),
    take: ({ actor, tenantId }) => {
      const [own, shared] = [`${actor.kind} ${actor.id}`, `tenant ${tenantId}`];
      if (isFull(own, limits.socketsPerCallerMax))
        return { refused: `at most ${limits.socketsPerCallerMax} sockets for one user or token; close one` };
      if (tenantId === noTenantId) return { leave: enter(own) };
      if (isFull(shared, limits.socketsPerTenantMax))
        return { refused: `at most ${limits.socketsPerTenantMax} sockets for one tenant; close one` };
      const [leaveOwn, leaveShared] = [enter(own), enter(shared)];
      return {
        leave: () => {
          leaveOwn();
          leaveShared();
        },
      };
    },
  };
}
