/** One follower's subscription, from one connection to the next: it goes on where it was, whatever ended it. */
import type { Client } from 'graphql-ws';
import type { FeedWorld } from './feed-world.ts';
import { growingWaitMs } from './growing-wait.ts';
import type { FeedMessage, FeedRequest } from './requests.ts';

// A part of a page that is refused asks again, and reads afresh, this often at least.
const resubscribeMsMax = 30_000;

type Fittings = {
  client: Client;
  world: Pick<FeedWorld, 'after' | 'share'>;
  request: FeedRequest;
  /** Takes a message; gives the cursor after which to go on. */
  take: (message: FeedMessage) => string | undefined;
  /** A message could not be made, or the subscription was refused: what is shown may lack something. */
  onGap: () => void;
  /** It was heard of, or refused: its trouble began or is over. */
  onChange: () => void;
  /** The connection under it broke. */
  onBroken: () => void;
};

const waits = { firstMs: 1_000, mostMs: resubscribeMsMax };

export class Following {
  readonly #fittings: Fittings;
  // A subscription that was left still says that it is complete, which must not open another one.
  #round = 0;
  #failures = 0;
  #isRefused = false;
  #stop: () => void = () => undefined;
  #cancel: () => void = () => undefined;

  constructor(fittings: Fittings) {
    this.#fittings = fittings;
  }

  /** True while the server does not let it follow; it asks again by itself. */
  isRefused(): boolean {
    return this.#isRefused;
  }

  /** What is shown may lack something: it is read afresh. */
  reread(): void {
    this.#fittings.onGap();
  }

  /** Subscribes, after the last message. */
  go(): void {
    this.hold();
    const { client, request, onBroken, onGap } = this.#fittings;
    const round = this.#round;
    const isMine = () => round === this.#round;
    this.#stop = client.subscribe<FeedMessage>(request, {
      next: ({ data, errors }) => {
        if (!isMine()) return;
        if (data === undefined || data === null || errors !== undefined) onGap();
        else this.#heard(data);
      },
      error: (reason) => {
        if (!isMine()) return;
        if (Array.isArray(reason)) this.#refused();
        else onBroken();
      },
      // The server ends a subscription when it shuts down; ours ends only when it is held.
      complete: () => {
        if (isMine()) this.#later(() => this.go());
      },
    });
  }

  /** Rests where it is. */
  hold(): void {
    this.#round += 1;
    this.#cancel();
    this.#stop();
    this.#stop = () => undefined;
  }

  #heard(message: FeedMessage): void {
    const { request, take, onChange } = this.#fittings;
    request.variables.after = take(message) ?? request.variables.after;
    this.#failures = 0;
    this.#isRefused = false;
    onChange();
  }

  #refused(): void {
    this.#isRefused = true;
    this.#fittings.onChange();
    this.#later(() => {
      this.#fittings.onGap();
      this.go();
    });
  }

  #later(work: () => void): void {
    const { world } = this.#fittings;
    this.#cancel();
    this.#cancel = world.after(growingWaitMs(this.#failures, waits, world.share()), work);
    this.#failures += 1;
  }
}
