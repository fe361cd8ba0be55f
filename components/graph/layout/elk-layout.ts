'use client';

/** Lays out large graphs in a worker of its own, one for the life of the page: starting it is most of the work. */
import Elk, { type ELK } from 'elkjs/lib/elk-api.js';
import { drawingOfElk, elkGraphOf } from './layout.ts';
import { layoutMemo } from './layout-memo.ts';

let elk: ELK | undefined;

/** The layout of a graph of any size, without holding up the page. */
export const layoutLarge = layoutMemo(async (graph) => {
  elk ??= new Elk({ workerFactory: () => new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url)) });
  return drawingOfElk(await elk.layout(elkGraphOf(graph)));
});
