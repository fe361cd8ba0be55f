/**
 * Places in a log. Chunks stand in the order of the transactions that wrote them, and within one of these in the order
 * of their ids: that keeps each attempt's lines in order, and those of attempts side by side to the moment of writing.
 */
import { fromBase36 } from '#engine/event/snapshot.ts';

/** A line by where it stands: its chunk, and the nth line in there, counted from 0. */
export type LogPlace = {
  xid: bigint;
  id: bigint;
  line: number;
  /** How many lines stand before its chunk, in all and of the level that was asked for. */
  before: number;
  beforeLoud: number;
};

const pattern = /^l1\.([0-9a-z]{1,13})\.([0-9a-z]{1,13})\.(\d{1,6}|-)\.(\d{1,10})\.(\d{1,10})$/;

/** The text that clients see; opaque to them. */
export function printPlace({ xid, id, line, before, beforeLoud }: LogPlace): string {
  return `l1.${xid.toString(36)}.${id.toString(36)}.${line < 0 ? '-' : line}.${before}.${beforeLoud}`;
}

/** The place that a text names; undefined when it names none. */
export function parsePlace(text: string): LogPlace | undefined {
  const parts = pattern.exec(text);
  if (parts === null) return undefined;
  const [, xid = '', id = '', line = '', before = '', beforeLoud = ''] = parts;
  const place = { xid: fromBase36(xid), id: fromBase36(id) };
  if (place.xid > numberMax || place.id > numberMax) return undefined;
  return { ...place, line: line === '-' ? -1 : Number(line), before: Number(before), beforeLoud: Number(beforeLoud) };
}

// As wide as PostgreSQL's numbers.
const numberMax = 2n ** 63n - 1n;

/** Before the first line of a log. */
export const startOfLog: LogPlace = { xid: 0n, id: 0n, line: -1, before: 0, beforeLoud: 0 };
