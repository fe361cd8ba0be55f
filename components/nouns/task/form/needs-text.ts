/** What jobs must hold while they run, and how many may start, as a form shows it: a mutex or a pool with its amount a line. */
import { noRate, type RateText, rateProblem, rateText, readRateText } from '#components/kit/form/duration/rate-text.ts';
import type { Rate } from '#domain/rate/rate.ts';

export type NeedsForm = RateText & { mutex: string; resources: string; max: string; key: string };

/** What it shows: a rate is one field of two values. */
export type NeedsField = Exclude<keyof NeedsForm, keyof RateText> | 'rate';

/** Names of fields whose text cannot be read, each with what to write. */
export type NeedsProblems = Partial<Record<NeedsField, string>>;

type Needs = {
  mutex: readonly string[];
  resources: Readonly<Record<string, number>>;
  concurrency: { max: number; key?: string | null } | null;
  rate: Rate | null;
};

export const noNeeds: NeedsForm = { mutex: '', resources: '', max: '', key: '', ...noRate };

/** Stored needs as the form shows them. */
export function needsForm({ mutex, resources, concurrency, rate }: Needs): NeedsForm {
  return {
    mutex: mutex.join('\n'),
    resources: Object.entries(resources)
      .map(([pool, amount]) => `${pool}: ${amount}`)
      .join('\n'),
    max: concurrency === null ? '' : String(concurrency.max),
    key: concurrency?.key ?? '',
    ...rateText(rate),
  };
}

/** What the form says; what cannot be read is left out, and told by `needsProblems`. */
export function readNeedsForm({ mutex, resources, max, key, ...typed }: NeedsForm): Needs {
  const amounts = linesOf(resources).flatMap((line) => amountIn(line) ?? []);
  return {
    mutex: linesOf(mutex),
    resources: Object.fromEntries(amounts.map(({ pool, amount }) => [pool, amount])),
    concurrency: max.trim() === '' ? null : { max: Number(max), ...(key.trim() !== '' && { key: key.trim() }) },
    rate: readRateText(typed) ?? null,
  };
}

export function needsProblems({ resources, max, key, ...typed }: NeedsForm): NeedsProblems {
  const odd = linesOf(resources).find((line) => amountIn(line) === undefined);
  const unfit = rateProblem(typed);
  const isCap = /^\d{1,6}$/.test(max.trim());
  return {
    ...(odd !== undefined && { resources: `A pool and how much of it, such as "gpu: 1", not "${odd}".` }),
    ...(max.trim() !== '' && !isCap && { max: 'How many at once, as a whole number.' }),
    ...(unfit !== undefined && { rate: unfit }),
    ...(max.trim() === '' && key.trim() !== '' && { max: 'How many at once for each value of the key?' }),
  };
}

function amountIn(line: string): { pool: string; amount: number } | undefined {
  const [, pool, amount] = /^(.*\S)\s*:\s*(\d{1,7})$/.exec(line) ?? [];
  return pool === undefined ? undefined : { pool, amount: Number(amount) };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
