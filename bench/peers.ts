/**
 * Other engines at the same work: medians of three runs of November 2026, one adapter each in its fastest
 * configuration, workers in their own processes, 2 cores shared with PostgreSQL 18.4 or Redis 7.0. On another machine
 * only the order of magnitude compares.
 */
import type { Peer } from './bench.ts';

export const peerVersions = 'graphile-worker 0.18.0, pg-boss 12.38.0, bullmq 6.7.0, @dbos-inc/dbos-sdk 5.3.0';

function figuresOf(figures: Record<string, number>): readonly Peer[] {
  return Object.entries(figures).map(([name, figure]) => ({ name, figure }));
}

/** By kind of work. */
export const peers = {
  drainOneWorker: figuresOf({
    'graphile-worker': 26_667,
    'pg-boss': 26_880,
    'BullMQ-Redis': 13_581,
    'BullMQ-PostgreSQL': 1_929,
    DBOS: 2_335,
  }),
  drainTwoWorkers: figuresOf({
    'graphile-worker': 33_904,
    'pg-boss': 24_237,
    'BullMQ-Redis': 12_523,
    'BullMQ-PostgreSQL': 2_057,
    DBOS: 2_142,
  }),
  enqueue: figuresOf({
    'graphile-worker': 59_029,
    'pg-boss': 37_286,
    'BullMQ-Redis': 36_323,
    'BullMQ-PostgreSQL': 38_102,
    DBOS: 5_727,
  }),
  latencyMedian: figuresOf({
    'graphile-worker': 1.1,
    'pg-boss': 1.5,
    'BullMQ-Redis': 0.4,
    'BullMQ-PostgreSQL': 1.4,
    DBOS: 8.4,
  }),
  latencyTail: figuresOf({
    'graphile-worker': 2.9,
    'pg-boss': 5.1,
    'BullMQ-Redis': 1.9,
    'BullMQ-PostgreSQL': 4.1,
    DBOS: 15.7,
  }),
  retry: figuresOf({
    'graphile-worker': 1_110,
    'pg-boss': 7_690,
    'BullMQ-Redis': 3_650,
    'BullMQ-PostgreSQL': 581,
    DBOS: 769,
  }),
  delayed: figuresOf({
    'graphile-worker': 544,
    'pg-boss': 395,
    'BullMQ-Redis': 930,
    'BullMQ-PostgreSQL': 5_834,
    DBOS: 4_476,
  }),
  schedules: figuresOf({ 'graphile-worker': 11_400, 'BullMQ-Redis': 1_500, 'BullMQ-PostgreSQL': 30_900, DBOS: 12_900 }),
  diamonds: figuresOf({ 'pg-boss': 4_150, 'BullMQ-Redis': 3_520, 'BullMQ-PostgreSQL': 790, DBOS: 1_250 }),
  layered: figuresOf({ 'pg-boss': 265, 'BullMQ-Redis': 136, 'BullMQ-PostgreSQL': 933, DBOS: 518 }),
};
