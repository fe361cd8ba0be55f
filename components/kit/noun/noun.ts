/** A noun of the product as a value: what it is called, and where it is found. */
import type { LucideIcon } from 'lucide-react';
import type { IdType } from '#domain/value/ids.ts';

export type Noun = {
  /** Its name on every floor of the house: `job`. What a browser keeps of it is kept under this name. */
  name: string;
  one: string;
  many: string;
  /** Its name on the screen: `Jobs`. */
  title: string;
  Icon: LucideIcon;
  /** The address of its list, inside a tenant. */
  path: string;
  /** The letter after G that leads there. */
  letter: string;
  group: 'watch' | 'define' | 'operate' | 'manage';
  /** Whose ids lead to a page of its own; without it pages are found by name, or there are none. */
  idType?: IdType;
};

/** `1 job`, `1,234 jobs`. */
export function sayNumber(count: number, { one, many }: Pick<Noun, 'one' | 'many'>): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
