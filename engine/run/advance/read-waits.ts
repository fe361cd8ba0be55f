/** The steps of runs that wait, or waited, without a job. */
import { type WaitState, waitStates } from '#domain/machines.ts';
import { type ApproverRole, readAsk } from '#domain/step/read-ask.ts';
import type { StepKind } from '#domain/step/step-kind.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What a step without a job waits for, or how that ended. */
export type WaitRow = {
  runId: string;
  step: number;
  stepKey: string;
  kind: Exclude<StepKind, 'TASK'>;
  state: WaitState;
  reasonCode: string | null;
  reason: string | null;
  signal: string | null;
  title: string | null;
  description: string | null;
  roles: ApproverRole[];
  form: JsonObject | null;
  /** The workflow that it runs. */
  workflow: string | null;
  /** Of one step alone; null where all of a run are read. */
  result: Json;
  openedAt: Date;
  dueAt: Date | null;
  finishedAt: Date | null;
  decidedBy: string | null;
};

type Words = Pick<WaitRow, 'title' | 'description' | 'roles' | 'form' | 'workflow'>;
type Stored = Omit<WaitRow, 'state' | keyof Words> & { state: string; ask: Json };

/** Those of runs of one tenant; one of them whole, with what it left, when it is named. */
export async function readWaits(
  client: Asking,
  { tenantId, runIds, stepKey }: { tenantId: string; runIds: readonly string[]; stepKey?: string },
): Promise<WaitRow[]> {
  if (runIds.length === 0) return [];
  const result = stepKey === undefined ? Prisma.sql`null::json` : Prisma.sql`result`;
  const isNamed = stepKey === undefined ? Prisma.empty : Prisma.sql`and step_key = ${stepKey}`;
  const rows = await client.$queryRaw<Stored[]>(Prisma.sql`/* read_waits */
    select run_id as "runId", step, step_key as "stepKey", kind, state, reason_code as "reasonCode", reason, signal,
      case when kind = 'WORKFLOW' then ask->'workflow' else ask end as ask, ${result} as result,
      opened_at as "openedAt", due_at as "dueAt", finished_at as "finishedAt", decided_by as "decidedBy"
    from run_steps
    where tenant_id = ${tenantId}::uuid and run_id = any(${uuidArray(runIds)}::text::uuid[]) ${isNamed}`);
  return rows.map(({ ask, state, ...row }): WaitRow => {
    const known = waitStates.find((one) => one === state);
    if (known === undefined) throw new Error(`broken invariant: a step that waits is ${state}`);
    return { ...row, state: known, ...wordsOf(row.kind, ask) };
  });
}

function wordsOf(kind: WaitRow['kind'], ask: Json): Words {
  const none = { title: null, description: null, roles: [], form: null, workflow: null };
  if (kind === 'WORKFLOW') return { ...none, workflow: typeof ask === 'string' ? ask : null };
  const asked = ask === null ? null : readAsk(kind, ask).ask;
  if (asked?.kind !== 'APPROVAL') return none;
  const { title, description, roles } = asked;
  return { ...none, title, description, roles, form: isJsonObject(ask) && isJsonObject(ask.form) ? ask.form : null };
}
