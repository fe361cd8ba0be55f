'use client';

import type { NounPage } from './noun-page.ts';
import { ThingPage } from './thing-page.tsx';
import { useThing } from './use-thing.ts';

/** The page of one thing that is read whole, and whole again at each of its events. */
export function DetailPage<Thing>({ page, id }: { page: NounPage<Thing>; id: string }) {
  return <ThingPage page={page} id={id} known={useThing(page, id)} />;
}
