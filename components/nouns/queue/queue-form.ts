/** What somebody typed about a queue, read and judged before it is sent. */

import { type RateText, rateProblem, rateText, readRateText } from '#components/kit/form/duration/rate-text.ts';
import type { Problems } from '#components/kit/form/form-state.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import { queueBounds } from '#domain/bounds/queue.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import type { Rate } from '#domain/rate/rate.ts';
import type { Queue } from './queue-standing.ts';

export type QueueFields = RateText & { name: string; priority: string; weight: string; concurrency: string };
export type QueueProblems = Problems<keyof typeof queueFields>;
export type QueueInput = {
  name: string;
  priority: number;
  weight: number;
  concurrency: number | null;
  rate: Rate | null;
};

/** What each field of the form is called. */
export const queueFields = {
  name: { label: 'Name', of: ['name'] },
  priority: { label: 'Priority', of: ['priority'] },
  weight: { label: 'Weight', of: ['weight'] },
  concurrency: { label: 'Cap', of: ['concurrency'] },
  rate: { label: 'Starts at most', of: ['rateMax', 'ratePer'] },
} as const;

/** A queue as the form shows it; a new one when there is none. */
export function queueFieldsOf(queue: Queue | undefined): QueueFields {
  return {
    name: queue?.name ?? '',
    priority: String(queue?.priority ?? 0),
    weight: String(queue?.weight ?? 1),
    concurrency: String(queue?.concurrency ?? ''),
    ...rateText(queue?.rate ?? null),
  };
}

/** What to send, when nothing is wrong. */
export type ReadQueue = { input: QueueInput | undefined; problems: QueueProblems };

/** Reads the fields; a cap left empty is none. A new queue must not take the name of another: it would change that one. */
export function readQueue(fields: QueueFields, taken: readonly string[] = []): ReadQueue {
  const name = fields.name.trim();
  const priority = readWhole(fields.priority);
  const weight = readWhole(fields.weight);
  const concurrency = readCap(fields.concurrency);
  const rate = readRateText(fields);
  const rateFault = rateProblem(fields);
  const problems: QueueProblems = {
    ...(name === '' && { name: 'A queue needs a name.' }),
    ...(taken.includes(name) && { name: 'There is a queue of this name already.' }),
    ...(name.length > valueBounds.nameLengthMax && {
      name: `A name has at most ${valueBounds.nameLengthMax} characters.`,
    }),
    ...(!isWithin(priority, jobBounds.priorityMin, jobBounds.priorityMax) && {
      priority: `A whole number from ${jobBounds.priorityMin} to ${jobBounds.priorityMax}.`,
    }),
    ...(!isWithin(weight, queueBounds.weightMin, queueBounds.weightMax) && {
      weight: `A whole number from ${queueBounds.weightMin} to ${queueBounds.weightMax.toLocaleString('en')}.`,
    }),
    ...(concurrency !== null &&
      !isWithin(concurrency, 0, queueBounds.queueConcurrencyMax) && {
        concurrency: `A whole number from 0 to ${queueBounds.queueConcurrencyMax.toLocaleString('en')}, or nothing for no cap.`,
      }),
    ...(rateFault !== undefined && { rate: rateFault }),
  };
  if (Object.keys(problems).length > 0) return { input: undefined, problems };
  if (priority === undefined || weight === undefined || concurrency === undefined || rate === undefined)
    return { input: undefined, problems };
  return { input: { name, priority, weight, concurrency, rate }, problems: {} };
}

/** A cap as it was typed: null for none, undefined for what is no number. */
export function readCap(text: string): number | null | undefined {
  return text.trim() === '' ? null : readWhole(text);
}

function readWhole(text: string): number | undefined {
  return /^[+-]?\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

function isWithin(value: number | undefined, min: number, max: number): boolean {
  return value !== undefined && value >= min && value <= max;
}
