/** What somebody typed about a pool, read and judged before it is sent. */
import type { Problems } from '#components/kit/form/form-state.ts';
import { gateBounds } from '#domain/bounds/gate.ts';
import { valueBounds } from '#domain/bounds/value.ts';

export type PoolFields = { name: string; capacity: string };

/** What each field of the form is called. */
export const poolFields = {
  name: { label: 'Name', of: ['name'] },
  capacity: { label: 'Capacity', of: ['capacity'] },
} as const;

/** What to send, when nothing is wrong. */
export type ReadPool = {
  input: { name: string; capacity: number } | undefined;
  problems: Problems<keyof PoolFields>;
};

/** Reads the fields. */
export function readPool(fields: PoolFields): ReadPool {
  const name = fields.name.trim();
  const capacity = readCapacity(fields.capacity);
  const problems: ReadPool['problems'] = {
    ...(name === '' && { name: 'A pool needs a name.' }),
    ...(name.length > valueBounds.nameLengthMax && {
      name: `A name has at most ${valueBounds.nameLengthMax} characters.`,
    }),
    ...(capacity === undefined && {
      capacity: `A whole number from 0 to ${gateBounds.capacityMax.toLocaleString('en')}.`,
    }),
  };
  if (Object.keys(problems).length > 0 || capacity === undefined) return { input: undefined, problems };
  return { input: { name, capacity }, problems: {} };
}

/** A capacity as it was typed; undefined for what is none. */
export function readCapacity(text: string): number | undefined {
  const isWhole = /^\d{1,9}$/.test(text.trim());
  return isWhole && Number(text) <= gateBounds.capacityMax ? Number(text) : undefined;
}
