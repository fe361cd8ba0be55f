/**
 * Every noun of the product, in the order of the navigation. Keys, palette, what was seen lately, whole ids that were
 * pasted and the tests of all screens follow from it.
 */
import type { Noun } from '#components/kit/noun/noun.ts';
import { alert } from './alert/alert.ts';
import { failure } from './failure/failure.ts';
import { gate } from './gate/gate.ts';
import { job } from './job/job.ts';
import { queue } from './queue/queue.ts';
import { rerun } from './rerun/rerun.ts';
import { run } from './run/run.ts';
import { schedule } from './schedule/schedule.ts';
import { task } from './task/task.ts';
import { worker } from './worker/worker.ts';
import { workflow } from './workflow/workflow.ts';

export const nouns: readonly Noun[] = [failure, job, run, rerun, alert, workflow, schedule, task, queue, gate, worker];
