/** Starts runs: all of them or none, each with its idempotency key, in one transaction. */
import { runBounds } from '#domain/bounds/run.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import { isJsonObject, type JsonObject, unfitJson } from '#domain/value/json.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { shareQuotas, takeQuota } from '#engine/quota/take-quota.ts';
import { bulkCostMax, refuseHeavy } from '#engine/run/advance/runs-of-jobs.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { bodyHashOf, claimIdempotencyKeys, type KeyedEntity } from '#engine/store/idempotency.ts';
import { throughOutage } from '#engine/store/outage.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { type LoadedPlan, loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { insertRuns, type NewRun } from './insert-runs.ts';

export type StartRunInput = {
  /** Name of a workflow. */
  workflow: string;
  /** Number of a published version; the latest unless given. */
  version?: number | null;
  variables?: JsonObject | null;
  idempotencyKey?: string | null;
};

/** `idempotentReplay`: the key had been used, and this is the first run. */
export type StartedRun = { runId: string; idempotentReplay: boolean };

/** Starts a run of a published version with variables that its declaration accepts. */
export async function startRun(context: Context, input: StartRunInput): Promise<Outcome<StartedRun>> {
  const outcome = await startRuns(context, { runs: [input] });
  if (!outcome.ok)
    // The place in a list of one says nothing to somebody who starts one run.
    return refuseAll(outcome.refusals.map((refusal) => ({ ...refusal, path: refusal.path.slice(2) })));
  const [run] = outcome.value.runs;
  assert(run !== undefined, 'a run that is not refused is started');
  return done(run);
}

/** Starts up to 100 runs. Refusals name the run by its place; nothing is stored then. */
export async function startRuns(
  context: Context,
  { runs }: { runs: readonly StartRunInput[] },
): Promise<Outcome<{ runs: StartedRun[] }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  if (runs.length === 0) return refuse('BAD_INPUT', 'there is no run to start', ['runs']);
  if (runs.length > runBounds.startBatchMax)
    return refuse('TOO_LARGE', `at most ${runBounds.startBatchMax} runs start in one call`, ['runs']);
  const refusals: Refusal[] = [];
  for (const [n, run] of runs.entries()) {
    if (isTurnOver()) await nextTurn();
    refusals.push(...checkRun(run, ['runs', String(n)]));
  }
  if (refusals.length > 0) return refuseAll(refusals);
  // Runs that a try before this one made, whose commit nobody heard of.
  const made = new Set<string>();
  const start = () => hintedCommand(context, ['work', 'news'], (tx) => store(tx, { context, runs, made }));
  const isKeyed = runs.every(({ idempotencyKey }) => typeof idempotencyKey === 'string');
  const started = await refuseHeavy(() => (isKeyed ? throughOutage(start) : start()), 'start fewer of them');
  if (started.ok) return started.value;
  return refuseAll(started.refusals.map((refusal) => ({ ...refusal, path: ['runs'] })));
}

function checkRun({ workflow, variables, idempotencyKey: key }: StartRunInput, path: string[]): Refusal[] {
  const refusals: Refusal[] = [];
  const say = (field: string, message: string, code: Refusal['code'] = 'BAD_INPUT') =>
    refusals.push({ code, message, path: [...path, field] });
  const unfit = unfitJson(variables ?? {});
  if (unfit !== undefined || !isJsonObject(variables ?? {}))
    say('variables', `the variables ${unfit ?? 'are not an object'}`);
  if (unfitJson(workflow) !== undefined) say('workflow', 'no workflow has such a name', 'UNKNOWN_WORKFLOW');
  const isKey = typeof key === 'string';
  if (isKey && (key === '' || key.length > valueBounds.nameLengthMax || unfitJson(key) !== undefined))
    say('idempotencyKey', `an idempotency key is 1 to ${valueBounds.nameLengthMax} characters long`);
  return refusals;
}

type Starting = { context: Context; runs: readonly StartRunInput[]; made: Set<string> };

async function store(tx: Transaction, { context, runs, made }: Starting): Promise<Outcome<{ runs: StartedRun[] }>> {
  const startedBy = actorName(context.actor);
  const shared = await shareQuotas(tx, ['runs']);
  if (!shared.ok) return shared;
  const prepared = await prepareRuns(tx, runs, startedBy);
  if (!prepared.ok) return prepared;
  const { runs: wanted, hasQuotas } = prepared.value;
  const keys = wanted.flatMap(({ id }, n) => keyOf(runs[n], id, n));
  const keyed = await claimIdempotencyKeys(tx, 'startRun', keys);
  if (!keyed.ok) return keyed;
  const fresh = wanted.filter(({ id }) => !keyed.value.has(id));
  for (const { id } of fresh) made.add(id);
  const quota = hasQuotas ? await takeQuota(tx, fresh.length, ['runs']) : done(undefined);
  if (!quota.ok) return quota;
  await insertRuns(tx.client, fresh, { now: tx.now, actor: startedBy, costMax: bulkCostMax });
  return done({
    runs: wanted.map(({ id }) => {
      const earlier = keyed.value.get(id);
      return { runId: earlier ?? id, idempotentReplay: earlier !== undefined && !made.has(earlier) };
    }),
  });
}

async function prepareRuns(
  tx: Transaction,
  runs: readonly StartRunInput[],
  startedBy: string,
): Promise<Outcome<{ runs: NewRun[]; hasQuotas: boolean }>> {
  const { tenantId } = tx;
  const versions = await findVersions(tx, runs);
  const known = versions.flatMap((version) => (version.ok ? [{ tenantId, versionId: version.value.versionId }] : []));
  const plans = await loadPlans(tx.client, known);
  const prepared: NewRun[] = [];
  const refusals: Refusal[] = [];
  for (const [n, version] of versions.entries()) {
    const resolved = version.ok ? resolve(plans, version.value.versionId, runs[n]?.variables ?? {}) : version;
    if (!resolved.ok || !version.ok) {
      const found = resolved.ok ? [] : resolved.refusals;
      refusals.push(...found.map((refusal) => ({ ...refusal, path: ['runs', String(n), ...refusal.path] })));
      continue;
    }
    const { workflowId, versionId } = version.value;
    prepared.push({ tenantId, id: newId(), workflowId, versionId, inputs: resolved.value, startedBy });
  }
  const hasQuotas = versions.some((version) => version.ok && version.value.hasQuotas);
  return refusals.length > 0 ? refuseAll(refusals) : done({ runs: prepared, hasQuotas });
}

function resolve(
  plans: ReadonlyMap<string, LoadedPlan>,
  versionId: string,
  variables: JsonObject,
): Outcome<JsonObject> {
  const loaded = plans.get(versionId);
  assert(loaded !== undefined, 'a version that was found has a plan');
  return resolveVariables(loaded.definition, variables);
}

// What was asked for, not what came of it: a default may be another one when the request is sent again.
function keyOf(run: StartRunInput | undefined, entityId: string, n: number): KeyedEntity[] {
  const { idempotencyKey: key, variables, workflow, version } = run ?? {};
  if (key === undefined || key === null) return [];
  const given = Object.fromEntries(Object.entries(variables ?? {}).filter(([, value]) => value !== null));
  const bodyHash = bodyHashOf({ workflow, version, variables: given });
  return [{ key, entityId, bodyHash, path: ['runs', String(n), 'idempotencyKey'] }];
}

type Version = { workflowId: string; versionId: string; hasQuotas: boolean };
type FoundVersion = {
  workflow_id: string | null;
  version_id: string | null;
  number: number | null;
  has_quotas: boolean;
};

/** The versions of named workflows, in their order; refused NOT_FOUND or UNKNOWN_WORKFLOW. */
export async function findVersions(
  { client, tenantId }: Transaction,
  asked: readonly Pick<StartRunInput, 'workflow' | 'version'>[],
): Promise<Outcome<Version>[]> {
  const numbers = arrayOf(asked.map(({ version }) => version ?? 'null'));
  const rows = await client.$queryRaw<FoundVersion[]>(Prisma.sql`/* find_workflow_versions */
    select w.id as workflow_id, v.id as version_id, coalesce(asked.number, w.version) as number, t.has_quotas
    from unnest(${asked.map(({ workflow }) => workflow)}::text[], ${numbers}::text::int[]) with ordinality as asked (name, number, n)
    join tenants t on t.id = ${tenantId}::uuid
    left join workflows w on w.tenant_id = ${tenantId}::uuid and w.name = asked.name
    left join workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.number = coalesce(asked.number, w.version)
    order by asked.n`);
  return rows.map(
    ({ workflow_id: workflowId, version_id: versionId, number, has_quotas: hasQuotas }, n): Outcome<Version> => {
      const name = asked[n]?.workflow;
      if (workflowId === null) return refuse('UNKNOWN_WORKFLOW', `there is no workflow "${name}"`, ['workflow']);
      if (versionId === null) return refuse('NOT_FOUND', `workflow "${name}" has no version ${number}`, ['version']);
      return done({ workflowId, versionId, hasQuotas });
    },
  );
}
