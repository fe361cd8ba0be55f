/** Workers that work, and those that are gone. */
import { pageBounds } from '#domain/bounds/page.ts';
import type { WorkerState } from '#domain/machines.ts';

export type GroupedWorker = {
  id: string;
  name: string;
  state: WorkerState;
  slots: number;
  running: number;
  startedAt: string;
};

export type WorkerGroups<W> = {
  /** Take jobs or finish what they hold, by name: a heartbeat moves no row. */
  present: W[];
  /** Stopped or lost, the newest first. */
  gone: W[];
};

/** Parts the workers into those that are there and those that are gone. */
export function groupWorkers<W extends GroupedWorker>(workers: readonly W[]): WorkerGroups<W> {
  return {
    present: workers.filter(isPresent).toSorted((a, b) => a.name.localeCompare(b.name)),
    gone: workers.filter((worker) => !isPresent(worker)).toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1)),
  };
}

/** Whether it takes jobs or finishes what it holds. */
export function isPresent({ state }: { state: WorkerState }): boolean {
  return state === 'LIVE' || state === 'DRAINING';
}

/** How many slots the live workers have, and how many of them hold a job. */
export function slotsOf(workers: readonly GroupedWorker[]): { live: number; running: number; slots: number } {
  const live = workers.filter(({ state }) => state === 'LIVE');
  return {
    live: live.length,
    running: live.reduce((sum, worker) => sum + worker.running, 0),
    slots: live.reduce((sum, worker) => sum + worker.slots, 0),
  };
}

/** How busy the workers that are there are, in words; `leftOut` counts those that the list does not hold. */
export function sayBusy(present: readonly GroupedWorker[], leftOut: number): string {
  const { live, running, slots } = slotsOf(present);
  const jobs = running === 1 ? 'job' : 'jobs';
  const words = `${live.toLocaleString('en')} live, ${running.toLocaleString('en')} ${jobs} on ${slots.toLocaleString('en')} slots`;
  return leftOut > 0 ? `of those listed ${words}` : words;
}

/** What the list does not hold, in words; empty when it holds all. */
export function sayLeftOut(leftOut: number): string {
  if (leftOut === 0) return '';
  const count = `${leftOut.toLocaleString('en')}${leftOut < pageBounds.countMax ? '' : '+'}`;
  return `${count} more ${leftOut === 1 ? 'worker is' : 'workers are'} not listed: heard of less lately than all of these.`;
}

/** Those that are gone, in words: `2 lost, 5 stopped`. */
export function sayGone(gone: readonly GroupedWorker[]): string {
  const countOf = (state: WorkerState) => gone.filter((worker) => worker.state === state).length;
  const [lost, stopped] = [countOf('LOST'), countOf('STOPPED')];
  return [lost > 0 && `${lost} lost`, stopped > 0 && `${stopped} stopped`]
    .filter((words) => words !== false)
    .join(', ');
}
