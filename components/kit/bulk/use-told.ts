'use client';

import type { Ask } from '#components/api/ask.ts';
import type { Payload } from '#components/api/told.ts';
import { useOrder } from '#components/api/use-order.ts';
import { useToast } from '#components/ui/overlay/toast.tsx';

/** How something is taken back, and what is said then. */
export type WayBack<Value extends Payload> = { order: Ask<Value>; done: (value: Value) => string; failed: string };

/** Says what was done, with a way back where there is one. A way back that fails says so. */
export function useTold() {
  const say = useToast();
  const { run } = useOrder();
  return <Value extends Payload>(words: string, back: WayBack<Value> | undefined) => {
    const takeBack = async () => {
      if (back === undefined) return;
      const told = await run(back.order);
      if (told.ok) say({ words: back.done(told.data), kind: 'done' });
      else say({ words: `${back.failed} ${told.sentence}`, kind: 'failed' });
    };
    const action = back === undefined ? {} : { action: { word: 'Undo', act: () => void takeBack() } };
    say({ words, kind: 'done', ...action });
  };
}
