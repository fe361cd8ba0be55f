/** What the steps of a run wait for, in numbers. */
import { gateWords } from '#domain/job/wait-codes.ts';

const names = new Map(Object.entries(gateWords).map(([code, { name }]) => [code, name]));

/** `3 cap of the queue, 1 its time`; what waits for other steps is the graph's to show. */
export function sayWaits(sums: readonly { code: string; count: number }[]): string {
  return sums
    .filter(({ code }) => code !== 'DEPENDENCY')
    .map(({ code, count }) => `${count.toLocaleString('en')} ${lower(names.get(code) ?? code)}`)
    .join(', ');
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
