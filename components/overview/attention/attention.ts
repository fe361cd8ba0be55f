/** What somebody who was called at night should look at, the most urgent first, each with the list that it leads to. */

import { jobsLink } from '#components/kit/words/list-links.ts';
import { failurePath, schedulePath, screens } from '#components/kit/words/paths.ts';
import { sayAlertKind } from '#components/kit/words/say-alert-kind.ts';
import { type AlertSubject, severityLook, subjectLink } from '#components/nouns/alert/alert-words.ts';
import { type NamedFailure, sayCounts, titleOf } from '#components/nouns/failure/failure-words.ts';
import { isServedBy, lateMs, type Queue, standingOf } from '#components/nouns/queue/queue-standing.ts';
import { failureLooks, type Look, scheduleLooks, tickLooks, workerLooks } from '#components/state/state-look.ts';
import { saySpan } from '#components/time/say-time.ts';
import type { FailureState } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { missingWorker } from './missing-worker.ts';

/** One thing to look at. */
export type Concern = {
  /** The same for as long as it is the same thing, so that its row stays. */
  key: string;
  look: Look;
  sentence: string;
  /** An instant that the sentence ends with. */
  sentenceAt?: string;
  /** What is known of the cause. */
  detail?: string;
  /** When it last happened. */
  at?: string;
  href: string;
};

type OpenFailure = NamedFailure & {
  id: string;
  state: FailureState;
  count: number;
  deadCount: number;
  runCount: number;
  lastSeenAt: string;
  assignee: { name: string } | null;
};
type OpenAlert = AlertSubject & { id: string; kind: string; severity: string; message: string; raisedAt: string };

/** What is known of the tenant. Lists may be cut off; then their counts are lower bounds. */
export type Situation = {
  /** The window, in words. */
  sinceWords: string;
  /** The first rows of the list of failures that nobody has mended. */
  failures: { nodes: readonly OpenFailure[]; totalCount: number };
  alerts: { nodes: readonly OpenAlert[]; totalCount: number };
  queues: readonly Queue[];
  workers: readonly { state: string; queues: readonly string[]; lastSeenAt: string }[];
  workersLeftOut: number;
  /** Workers that vanished in the window, the latest first. */
  lostWorkers: readonly { name: string; lastSeenAt: string }[];
  pausedSchedules: { nodes: readonly { id: string; name: string }[]; totalCount: number };
  missedTicks: number;
  overdue: Overdue;
};

/** Instants that nobody has dealt with, and whether somebody is there who would. */
type Overdue = {
  instants: number;
  schedules: number;
  isExact: boolean;
  oldestAt: string | null;
  hasPlanner: boolean;
  plannerSeenAt: string | null;
};

// More of one kind than this are told as one.
const apartMax = 3;

/** Everything that needs attention. */
export function concernsOf(situation: Situation): Concern[] {
  return [
    ...workerConcern(situation),
    ...overdueConcern(situation),
    ...alertConcerns(situation),
    ...failureConcerns(situation),
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

// While work waits, the banner above says it.
function workerConcern({ queues, workers }: Situation): Concern[] {
  if (workers.some(({ state }) => state === 'LIVE') || missingWorker({ queues, workers }) !== undefined) return [];
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

function overdueConcern({ overdue }: Situation): Concern[] {
  const { instants, schedules, isExact, oldestAt, hasPlanner, plannerSeenAt } = overdue;
  if (instants === 0) return [];
  const count = `${instants.toLocaleString('en')}${isExact ? '' : '+'} ${instants === 1 ? 'instant' : 'instants'} overdue`;
  const of = `of ${sayCount(schedules, 'schedule')}${isExact ? '' : ' or more'}`;
  const why = plannerSeenAt === null ? 'no planner was ever here' : 'no planner since';
  return [
    {
      key: 'overdue',
      look: tickLooks.MISSED,
      sentence: hasPlanner ? `${count}, though a planner is there` : `${count}, ${why}`,
      ...(!hasPlanner && plannerSeenAt !== null && { sentenceAt: plannerSeenAt }),
      detail: of,
      ...(oldestAt !== null && { at: oldestAt }),
      href: screens.activeSchedules,
    },
  ];
}

function alertConcerns({ alerts, queues, workers }: Situation): Concern[] {
  // The banner says what an alert about a missing worker would.
  const isSaid = missingWorker({ queues, workers }) !== undefined;
  const nodes = alerts.nodes.filter(({ kind }) => !isSaid || kind !== 'NO_WORKER');
  const totalCount = alerts.totalCount - (alerts.nodes.length - nodes.length);
  const sorted = nodes.toSorted((a, b) => Number(b.severity === 'CRITICAL') - Number(a.severity === 'CRITICAL'));
  const [worst] = sorted;
  if (worst === undefined) return [];
  if (totalCount > apartMax) {
    const kinds = [...new Set(nodes.map(({ kind }) => sayAlertKind(kind).toLowerCase()))].join(', ');
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
    detail: sayAlertKind(alert.kind).toLowerCase(),
    at: alert.raisedAt,
    href: subjectLink(alert)?.href ?? screens.alerts,
  }));
}

// Those that nobody looks after come first; each leads to its page, and the last line to all of them.
function failureConcerns({ failures: { nodes, totalCount } }: Situation): Concern[] {
  const sorted = nodes.toSorted((a, b) => Number(b.state === 'OPEN') - Number(a.state === 'OPEN'));
  const concerns = sorted.map((failure): Concern => {
    const { id, state, assignee, lastSeenAt } = failure;
    const owner = assignee === null ? '' : `; ${assignee.name} looks after it`;
    return {
      key: id,
      look: failureLooks[state],
      sentence: titleOf(failure),
      detail: `${sayCounts(failure)}${owner}`,
      at: lastSeenAt,
      href: failurePath(id),
    };
  });
  const rest = totalCount - nodes.length;
  if (rest <= 0) return concerns;
  const sentence = `${rest.toLocaleString('en')} more ${rest === 1 ? 'kind' : 'kinds'} of failures`;
  return [...concerns, { key: 'failures', look: failureLooks.OPEN, sentence, href: screens.failures }];
}

function queueConcerns({ queues, workers }: Situation): Concern[] {
  const hasWorker = workers.some(({ state }) => state === 'LIVE');
  return queues.flatMap((queue): Concern[] => {
    const { depth, paused, name, oldestAgeMs } = queue;
    if (depth === 0) return [];
    // Without any worker at all, one sentence says it for every queue.
    const isServed = isServedBy(queue, workers);
    // A queue that nobody serves stands in the banner.
    if (!paused && !isServed && hasWorker) return [];
    const { look, sentence } = standingOf(queue, true);
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
