/** What jobs must hold while they run, as a form shows it: a mutex a line, a pool with its amount a line. */

export type NeedsForm = { mutex: string; resources: string; max: string; key: string };

/** Names of fields whose text cannot be read, each with what to write. */
export type NeedsProblems = Partial<Record<keyof NeedsForm, string>>;

type Needs = {
  mutex: readonly string[];
  resources: Readonly<Record<string, number>>;
  concurrency: { max: number; key?: string | null } | null;
};

export const noNeeds: NeedsForm = { mutex: '', resources: '', max: '', key: '' };

/** Stored needs as the form shows them. */
export function needsForm({ mutex, resources, concurrency }: Needs): NeedsForm {
  return {
    mutex: mutex.join('\n'),
    resources: Object.entries(resources)
      .map(([pool, amount]) => `${pool}: ${amount}`)
      .join('\n'),
    max: concurrency === null ? '' : String(concurrency.max),
    key: concurrency?.key ?? '',
  };
}

/** What the form says; what cannot be read is left out, and told by `needsProblems`. */
export function readNeedsForm({ mutex, resources, max, key }: NeedsForm): Needs {
  const amounts = linesOf(resources).flatMap((line) => amountIn(line) ?? []);
  return {
    mutex: linesOf(mutex),
    resources: Object.fromEntries(amounts.map(({ pool, amount }) => [pool, amount])),
    concurrency: max.trim() === '' ? null : { max: Number(max), ...(key.trim() !== '' && { key: key.trim() }) },
  };
}

export function needsProblems({ resources, max, key }: NeedsForm): NeedsProblems {
  const odd = linesOf(resources).find((line) => amountIn(line) === undefined);
  const isCap = /^\d{1,6}$/.test(max.trim());
  return {
    ...(odd !== undefined && { resources: `A pool and how much of it, such as "gpu: 1", not "${odd}".` }),
    ...(max.trim() !== '' && !isCap && { max: 'How many at once, as a whole number.' }),
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
