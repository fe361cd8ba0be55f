/** The engines that ours is measured beside. */
import type { Adapter } from './adapter.ts';
import { graphileWorker } from './graphile-worker.ts';
import { pgBoss } from './pg-boss.ts';

/** In the order of the report. */
export const adapters: readonly Adapter[] = [graphileWorker, pgBoss];
