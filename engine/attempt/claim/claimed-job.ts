/** A job as a claim hands it over: its columns, the text in which they travel, and how that text is read. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type ClaimedJob = {
  tenantId: string;
  jobId: string;
  queueId: string;
  workerId: string;
  taskVersionId: string;
  fence: number;
  attempt: number;
  maxAttempts: number;
  crashes: number;
  params: Json;
  runId: string | null;
  step: number | null;
  stepKey: string | null;
  overrides: JsonObject | null;
  /** When it was claimed, by the database's clock: its `started_at`. */
  claimedAtMs: number;
};

/** `word` needs no quoting inside its quotes, as an id. */
type Column = { name: string; as: 'word' | 'number' | 'text' | 'json'; mayBeNull?: true };

const columns: { [Field in Exclude<keyof ClaimedJob, 'workerId' | 'claimedAtMs'>]: Column } = {
  tenantId: { name: 'tenant_id', as: 'word' },
  jobId: { name: 'id', as: 'word' },
  queueId: { name: 'queue_id', as: 'word' },
  taskVersionId: { name: 'task_version_id', as: 'word' },
  fence: { name: 'fence', as: 'number' },
  attempt: { name: 'attempt', as: 'number' },
  maxAttempts: { name: 'max_attempts', as: 'number' },
  crashes: { name: 'crashes', as: 'number' },
  params: { name: 'params', as: 'json', mayBeNull: true },
  runId: { name: 'run_id', as: 'word', mayBeNull: true },
  step: { name: 'step', as: 'number', mayBeNull: true },
  stepKey: { name: 'step_key', as: 'text', mayBeNull: true },
  overrides: { name: 'overrides', as: 'json', mayBeNull: true },
};

/** The columns, of the row `j`. */
export const claimedColumns = Prisma.raw(
  Object.values(columns)
    .map(({ name }) => `j.${name}`)
    .join(', '),
);

/**
 * A claimed job as JSON text: its values in the order of the columns, whose names would be half of what a claim sends.
 * Put together by hand: json_build_array looks up the type of every value anew, which is as much work as the rest of the
 * row.
 */
export const claimedText = Prisma.raw(`concat(${joined(['[', ...Object.values(columns).flatMap(piecesOf), ']'])})`);

/** A piece of the text as it stands, or what SQL puts there. */
type Piece = string | { sql: string };

function piecesOf(column: Column, nth: number): Piece[] {
  return nth === 0 ? valueOf(column) : [',', ...valueOf(column)];
}

function valueOf({ name, as, mayBeNull }: Column): Piece[] {
  const orNull = (sql: string): Piece[] => [{ sql: `coalesce(${sql}, 'null')` }];
  if (as === 'text') return orNull(`to_json(${name})::text`);
  if (mayBeNull) return orNull(as === 'word' ? `'"' || ${name} || '"'` : `${name}::text`);
  return as === 'word' ? ['"', { sql: name }, '"'] : [{ sql: name }];
}

// Each argument costs its time in each row: texts that stand beside each other are one.
function joined(pieces: readonly Piece[]): string {
  const found: string[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else {
      found.push(`'${text}'`, piece.sql);
      text = '';
    }
  }
  return [...found, `'${text}'`].join(', ');
}

const fields = Object.keys(columns);
type Row = Omit<ClaimedJob, 'workerId' | 'claimedAtMs' | 'overrides'> & { overrides: Json };

/** Reads an array of such texts: the driver's work per row is then one native parse. */
export function readClaimed(text: string, claim: Pick<ClaimedJob, 'workerId' | 'claimedAtMs'>): ClaimedJob[] {
  const { workerId, claimedAtMs } = claim;
  const rows: Json[][] = JSON.parse(text);
  return rows.map((values) => {
    const { overrides, ...row } = namedBy(values);
    return { ...row, workerId, claimedAtMs, overrides: isJsonObject(overrides) ? overrides : null };
  });
}

// The same table has put the values in their order.
function namedBy(values: readonly Json[]): Row {
  const row: Partial<Record<string, Json>> = {};
  for (let place = 0; place < fields.length; place += 1) row[fields[place] ?? ''] = values[place] ?? null;
  return row as Row;
}
