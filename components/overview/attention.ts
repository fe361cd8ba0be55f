/** What somebody who was called at night should look at, the most urgent first, each with the list that it leads to. */

import { jobsLink, runsLink } from '#components/kit/words/list-links.ts';
import { jobPath, runPath, schedulePath, screens } from '#components/kit/words/paths.ts';
import { type AlertSubject, kindWord, severityLook, subjectLink } from '#components/nouns/alert/alert-words.ts';
import { isServedBy, lateMs, type Queue, standingOf } from '#components/nouns/queue/queue-standing.ts';
import { jobLooks, type Look, runLooks, scheduleLooks, tickLooks, workerLooks } from '#components/state/state-look.ts';
import { saySpan } from '#components/time/say-time.ts';
import type { JobState } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';

/** One thing to look at. */
export type Concern = {
  /** The same for as long as it is the same thing, so that its row stays. */
  key: string;
  look: Look;
  sentence: string;
  /** What is known of the cause. */
  detail?: string;
  /** When it last happened. */
  at?: string;
  href: string;
};

type FailedJob = {
  id: string;
  state: JobState;
  finishedAt: string | null;
  task: { name: string };
  error: { message: string } | null;
  run: { id: string } | null;
};
type FailedRun = {
  id: string;
  finishedAt: string | null;
  failedStep: string | null;
  workflow: { name: string };
  reason: { message: string } | null;
};
type OpenAlert = AlertSubject & { id: string; kind: string; severity: string; message: string; raisedAt: string };

/** What is known of the tenant. Lists may be cut off; then their counts are lower bounds. */
export type Situation = {
  /** The window as a query says it, `-24h`, and in words. */
  since: string;
  sinceWords: string;
  failedJobs: { nodes: readonly FailedJob[]; isWhole: boolean };
  failedRuns: { nodes: readonly FailedRun[]; isWhole: boolean };
  alerts: { nodes: readonly OpenAlert[]; totalCount: number };
  queues: readonly Queue[];
  workers: readonly { state: string; queues: readonly string[] }[];
  workersLeftOut: number;
  /** Workers that vanished in the window, the latest first. */
  lostWorkers: readonly { name: string; lastSeenAt: string }[];
  pausedSchedules: { nodes: readonly { id: string; name: string }[]; totalCount: number };
  missedTicks: number;
};

// More of one kind than this are told as one.
const apartMax = 3;

/** Everything that needs attention. */
export function concernsOf(situation: Situation): Concern[] {
  return [
    ...workerConcern(situation),
    ...alertConcerns(situation),
    ...runConcerns(situation),
    ...jobConcerns(situation),
    ...queueConcerns(situation),
    ...lostConcern(situation),
    ...missedConcern(situation),
    ...pausedConcern(situation),
  ];
}

/** The workers that vanished after an instant, the latest first. */
export function lostSince<W extends { state: string; lastSeenAt: string }>(workers: readonly W[], fromMs: number): W[] {
  return workers
    .filter(({ state, lastSeenAt }) => state === 'LOST' && Date.parse(lastSeenAt) >= fromMs)
    .toSorted((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt));
}

function workerConcern({ workers }: Situation): Concern[] {
  if (workers.some(({ state }) => state === 'LIVE')) return [];
  return [
    {
      key: 'workers',
      look: { word: 'No worker', family: 'failed', glyph: 'cross' },
      sentence: 'No worker is live: nothing starts',
      detail: 'start one with npm run worker',
      href: screens.workers,
    },
  ];
}

function alertConcerns({ alerts: { nodes, totalCount } }: Situation): Concern[] {
  const sorted = nodes.toSorted((a, b) => Number(b.severity === 'CRITICAL') - Number(a.severity === 'CRITICAL'));
  const [worst] = sorted;
  if (worst === undefined) return [];
  if (totalCount > apartMax) {
    const kinds = [...new Set(nodes.map(({ kind }) => kindWord(kind).toLowerCase()))].join(', ');
    return [
      {
        key: 'alerts',
        look: severityLook(worst.severity),
        sentence: `${totalCount.toLocaleString('en')} alerts are open: ${kinds}`,
        detail: worst.message,
        at: worst.raisedAt,
        href: screens.alerts,
      },
    ];
  }
  return sorted.map((alert) => ({
    key: alert.id,
    look: severityLook(alert.severity),
    sentence: alert.message,
    detail: kindWord(alert.kind).toLowerCase(),
    at: alert.raisedAt,
    href: subjectLink(alert)?.href ?? screens.alerts,
  }));
}

function runConcerns({ failedRuns: { nodes, isWhole }, since, sinceWords }: Situation): Concern[] {
  const groups = Map.groupBy(nodes, ({ workflow }) => workflow.name);
  return latestFirst(groups).map(([workflow, runs]) => {
    const [latest] = runs;
    const step = latest?.failedStep;
    const causes = [step && `step ${step} failed`, latest?.reason?.message].filter(
      (words) => typeof words === 'string',
    );
    return {
      key: `run ${workflow}`,
      look: runLooks.FAILED,
      sentence: `${countOf(runs.length, 'run', isWhole)} of ${workflow} failed in ${sinceWords}`,
      ...(causes[0] !== undefined && { detail: causes[0] }),
      ...(latest?.finishedAt && { at: latest.finishedAt }),
      href:
        runs.length === 1 && latest !== undefined
          ? runPath(latest.id)
          : runsLink({ states: ['FAILED'], workflow, finishedAfter: since }),
    };
  });
}

// A step that failed is told with its run; a run that caught the failure needs nobody.
function jobConcerns({ failedJobs: { nodes, isWhole }, since, sinceWords }: Situation): Concern[] {
  const alone = nodes.filter(({ run }) => run === null);
  const groups = Map.groupBy(alone, ({ task }) => task.name);
  return latestFirst(groups).map(([task, jobs]) => {
    const [latest] = jobs;
    const states = [...new Set(jobs.map(({ state }) => state))];
    const isDead = states.includes('DEAD');
    const verb = states.length > 1 ? 'failed or died' : isDead ? 'died' : 'failed';
    return {
      key: `job ${task}`,
      look: isDead ? jobLooks.DEAD : jobLooks.FAILED,
      sentence: `${countOf(jobs.length, 'job', isWhole)} of ${task} ${verb} in ${sinceWords}`,
      ...(latest?.error && { detail: latest.error.message }),
      ...(latest?.finishedAt && { at: latest.finishedAt }),
      href:
        jobs.length === 1 && latest !== undefined
          ? jobPath(latest.id)
          : jobsLink({ states: ['FAILED', 'DEAD'], task, finishedAfter: since }),
    };
  });
}

function queueConcerns({ queues, workers }: Situation): Concern[] {
  const hasWorker = workers.some(({ state }) => state === 'LIVE');
  return queues.flatMap((queue): Concern[] => {
    const { depth, paused, name, oldestAgeMs } = queue;
    if (depth === 0) return [];
    // Without any worker at all, one sentence says it for every queue.
    const { look, sentence } = standingOf(queue, !hasWorker || isServedBy(queue, workers));
    const isLate = oldestAgeMs !== null && oldestAgeMs > lateMs;
    if (!paused && look.word === 'Waiting' && !isLate) return [];
    if (!paused && look.word === 'Working' && !isLate) return [];
    const why = sentence === '' ? `${sayCount(depth, 'job')} ${depth === 1 ? 'waits' : 'wait'}` : sentence;
    return [
      {
        key: `queue ${name}`,
        look: isLate && look.family === 'running' ? { word: 'Late', family: 'warning', glyph: 'clock' } : look,
        sentence: `Queue ${name}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
        ...(oldestAgeMs !== null && {
          detail: `the oldest has waited ${saySpan(Math.floor(oldestAgeMs / 1_000) * 1_000)}`,
        }),
        href: jobsLink({ queue: name, states: ['PENDING', 'SCHEDULED'] }),
      },
    ];
  });
}

// A worker that is told to stop says goodbye; one that does not was killed, or its machine was.
function lostConcern({ lostWorkers, workersLeftOut, sinceWords }: Situation): Concern[] {
  const [latest] = lostWorkers;
  if (latest === undefined) return [];
  const isOne = lostWorkers.length === 1 && workersLeftOut === 0;
  const count = `${workersLeftOut > 0 ? 'More than ' : ''}${sayCount(lostWorkers.length, 'worker')} ${isOne ? 'was' : 'were'}`;
  return [
    {
      key: 'lost',
      look: workerLooks.LOST,
      sentence: `${count} lost in ${sinceWords}`,
      detail: `${latest.name}; its jobs were given to others`,
      at: latest.lastSeenAt,
      href: screens.goneWorkers,
    },
  ];
}

function missedConcern({ missedTicks, sinceWords }: Situation): Concern[] {
  if (missedTicks === 0) return [];
  return [
    {
      key: 'missed',
      look: tickLooks.MISSED,
      sentence: `${sayCount(missedTicks, 'tick')} ${missedTicks === 1 ? 'was' : 'were'} missed in ${sinceWords}`,
      detail: 'nobody planned in time, and no catch-up covered it',
      href: screens.schedules,
    },
  ];
}

function pausedConcern({ pausedSchedules: { nodes, totalCount } }: Situation): Concern[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const names = nodes.slice(0, apartMax).map(({ name }) => name);
  const rest = totalCount - names.length;
  return [
    {
      key: 'paused',
      look: scheduleLooks.PAUSED,
      sentence:
        totalCount === 1 ? `The schedule ${first.name} is paused` : `${sayCount(totalCount, 'schedule')} are paused`,
      ...(totalCount > 1 && { detail: `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}` }),
      href: totalCount === 1 ? schedulePath(first.id) : screens.pausedSchedules,
    },
  ];
}

function latestFirst<Item extends { finishedAt: string | null }>(groups: Map<string, Item[]>): [string, Item[]][] {
  return [...groups].toSorted(([, [a]], [, [b]]) => (b?.finishedAt ?? '').localeCompare(a?.finishedAt ?? ''));
}

function countOf(count: number, noun: string, isWhole: boolean): string {
  return `${count.toLocaleString('en')}${isWhole ? '' : '+'} ${noun}${count === 1 && isWhole ? '' : 's'}`;
}
