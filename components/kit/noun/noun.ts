/** A noun of the product as a value: what it is called, and where it is found. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { type IdType, idTypes, uuidOf } from '#domain/value/ids.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Named, NamesOf } from './noun-names.ts';

export type Noun = {
  /** Its name on every floor of the house: `job`. What a browser keeps of it is kept under this name. */
  name: string;
  one: string;
  many: string;
  /** Its name on the screen: `Jobs`. */
  title: string;
  Icon: LucideIcon;
  /** The path of its list. Below it stand the pages of single ones, where there are such. */
  path: string;
  /** The letter after G that leads there. */
  letter: string;
  group: PlaceGroup;
  /** The type of its ids, where each one has a page of its own. */
  idType?: IdType;
  /** What stands beside its name in the navigation. */
  Badge?: ComponentType;
  /** What its things are called, where they have names. Most visits look for nothing by its name, so it is fetched. */
  names?: () => Promise<NamesOf>;
};

/** The parts of the navigation, in their order. */
export const placeGroups = ['watch', 'define', 'operate', 'manage'] as const;
export type PlaceGroup = (typeof placeGroups)[number];

/** `1 job`, `1,234 jobs`. */
export function sayNumber(count: number, { one, many }: Pick<Noun, 'one' | 'many'>): string {
  return sayCount(count, one, many);
}

/** `Job`. */
export function wordOf({ one }: Pick<Noun, 'one'>): string {
  return one.slice(0, 1).toUpperCase() + one.slice(1);
}

/** The path of the thing whose whole id this is; undefined when no noun has such ids. */
export function pathOfId(nouns: readonly Noun[], id: string): { noun: Noun; path: string } | undefined {
  const noun = nouns.find(({ idType }) => idType !== undefined && uuidOf(idType, id) !== undefined);
  return noun && { noun, path: `${noun.path}/${encodeURIComponent(id)}` };
}

// Words of the console's own addresses would lead elsewhere, and so would what cannot be read in one.
const plainName = /^(?!new$)[\p{L}\p{N}][\p{L}\p{N} _.-]*$/u;

/** The path of a thing by its name, which a person can read and remember; by its id where its name cannot stand in one. */
export function pathOfNamed(noun: Pick<Noun, 'path' | 'idType'>, { id, name }: Named): string {
  const key = plainName.test(name) && !isIdOf(noun, name) ? name : id;
  return `${noun.path}/${encodeURIComponent(key)}`;
}

/** What a path shows, when it is the page of one thing: its noun, and what it is called there. */
export function thingAt(nouns: readonly Noun[], path: string): { noun: Noun; word: string } | undefined {
  const noun = nouns.find((one) => one.idType !== undefined && path.startsWith(`${one.path}/`));
  const segment = noun === undefined ? '' : path.slice(noun.path.length + 1);
  if (noun?.idType === undefined || segment === '' || segment === 'new' || segment.includes('/')) return undefined;
  const word = isIdOf(noun, segment) ? `${wordOf(noun)} …${segment.slice(-8)}` : decodeURIComponent(segment);
  return { noun, word };
}

/** Whether an address calls a thing of this noun by its id; else by its name. */
export function isIdOf({ idType }: Pick<Noun, 'idType'>, key: string): boolean {
  return idType !== undefined && key.startsWith(`${idTypes[idType]}_`);
}
