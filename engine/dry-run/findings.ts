/** What would keep steps waiting or a run from starting as things stand now. */
import type { Permission } from '#domain/access/permissions.ts';
import { runBounds } from '#domain/bounds/run.ts';
import { renderNeeds } from '#domain/gate/render-needs.ts';
import { needsOf } from '#domain/policy/step-policy.ts';
import { sayQuota, sayUsed, standingOf } from '#domain/quota/quota.ts';
import type { Simulation } from '#domain/run/simulate/simulate-run.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { gateCapacity, gateHeld } from '#engine/gate/gate-capacity.ts';
import { quotaAt } from '#engine/quota/open-periods.ts';
import { readQuotas } from '#engine/quota/quota-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { findTasksByName, type TaskTarget } from '#engine/task/task-catalogue.ts';
import { Prisma } from '#prisma/generated/client.ts';

export const findingCodes = [
  'MAY_NOT_START',
  'QUOTA_USED_UP',
  'QUOTA_NEARLY_USED',
  'QUEUE_PAUSED',
  'QUEUE_BUSY',
  'NO_WORKER',
  'LOCK_HELD',
  'POOL_SHORT',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** `stepKeys` are the first of the steps that it is about. */
export type Finding = { code: FindingCode; message: string; stepKeys: string[] };

type Asked = { context: Context; definition: Definition; simulation: Simulation };

/** By urgency; at most a few of each step's. */
export async function findObstacles(tx: Transaction, { context, definition, simulation }: Asked): Promise<Finding[]> {
  const reached = simulation.steps.filter(({ outcome }) => outcome === 'RUNS' || outcome === 'UNKNOWN');
  const steps = reached.flatMap(({ index, params, outcome }) => {
    const step = definition.steps[index];
    // What waits without a task is in nobody's way.
    return step?.task === undefined ? [] : [{ step, task: step.task, params, isCertain: outcome === 'RUNS' }];
  });
  const tasks = await findTasksByName(tx.client, tx.tenantId, [...new Set(steps.map(({ task }) => task))]);
  const made = steps.filter(({ task }) => tasks.has(task));
  return [
    ...findForbidden(context),
    ...(await findQuotas(tx, made.filter(({ isCertain }) => isCertain).length)),
    ...(await findQueues(tx, { steps: made, tasks })),
    ...(await findGates(tx, { steps: made, tasks })),
  ].slice(0, runBounds.findingsMax);
}

function findForbidden({ actor }: Context): Finding[] {
  const needed: Permission = 'run.operate';
  if (actor.permissions.has(needed)) return [];
  return [{ code: 'MAY_NOT_START', message: 'your role does not include starting runs', stepKeys: [] }];
}

async function findQuotas(tx: Transaction, jobs: number): Promise<Finding[]> {
  const quotas = await readQuotas(tx.client, [tx.tenantId]);
  return quotas.flatMap((stored): Finding[] => {
    const quota = quotaAt(stored, tx.now);
    const after = quota.measure === 'JOBS' ? quota.used + jobs : quota.used;
    const standing = standingOf({ ...quota, used: after });
    if (standing === 'OPEN') return [];
    const isUsedUp = standingOf(quota) === 'EXHAUSTED';
    const code = isUsedUp ? 'QUOTA_USED_UP' : 'QUOTA_NEARLY_USED';
    const more = quota.measure === 'JOBS' ? `, and this run makes ${sayCount(jobs, 'job')}` : '';
    const message = `of ${sayQuota(quota)}, ${sayUsed(quota)} are used${more}`;
    return [{ code, message, stepKeys: [] }];
  });
}

type Step = {
  step: Definition['steps'][number];
  task: string;
  params: Simulation['steps'][number]['params'];
  isCertain: boolean;
};
type Made = { steps: readonly Step[]; tasks: ReadonlyMap<string, TaskTarget> };
type QueueFacts = { id: string; name: string; paused: boolean; isFull: boolean; isServed: boolean };

async function findQueues(tx: Transaction, { steps, tasks }: Made): Promise<Finding[]> {
  const keysOf = new Map<string, string[]>();
  for (const { step, task } of steps) {
    const queueId = tasks.get(task)?.queueId ?? '';
    keysOf.set(queueId, [...(keysOf.get(queueId) ?? []), step.id]);
  }
  const rows = await tx.client.$queryRaw<QueueFacts[]>(Prisma.sql`/* find_queue_obstacles */
    select q.id, q.name, q.paused,
      coalesce((
        select count(*) >= q.concurrency
        from (select from jobs where tenant_id = q.tenant_id and queue_id = q.id and state = 'RUNNING' limit q.concurrency) j
      ), false) as "isFull",
      exists (
        select
        from workers w
        where (w.queues = '{}' or q.name = any(w.queues)) and w.state = 'LIVE' and w.lease_until > ${tx.now}
      ) as "isServed"
    from queues q
    where q.tenant_id = ${tx.tenantId}::uuid and q.id = any(${uuidArray([...keysOf.keys()])}::text::uuid[])
    order by q.name`);
  return rows.flatMap((queue): Finding[] => {
    const stepKeys = (keysOf.get(queue.id) ?? []).slice(0, runBounds.findingStepsMax);
    const say = (code: FindingCode, message: string): Finding => ({ code, message, stepKeys });
    return [
      ...(queue.paused ? [say('QUEUE_PAUSED', `the queue ${queue.name} is paused`)] : []),
      ...(queue.isServed ? [] : [say('NO_WORKER', `no worker serves the queue ${queue.name}`)]),
      ...(queue.isFull ? [say('QUEUE_BUSY', `every place of the queue ${queue.name} is taken`)] : []),
    ];
  });
}

type Wanted = { kind: string; key: string; amount: number; stepKeys: string[] };
type GateFacts = { kind: string; key: string; capacity: number | null; held: number };

async function findGates(tx: Transaction, { steps, tasks }: Made): Promise<Finding[]> {
  const wanted = wantedGates({ steps, tasks });
  if (wanted.length === 0) return [];
  const rows = await tx.client.$queryRaw<GateFacts[]>(Prisma.sql`/* find_gate_obstacles */
    select g.kind, g.key, ${gateCapacity} as capacity, ${gateHeld} as held
    from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ key }) => key)}::text[]) as w (kind, key)
    join gates g on g.tenant_id = ${tx.tenantId}::uuid and g.kind = w.kind and g.key = w.key and g.owner_id is null`);
  const found = new Map(rows.map((gate) => [`${gate.kind} ${gate.key}`, gate]));
  return wanted.flatMap(({ kind, key, amount, stepKeys }): Finding[] => {
    const gate = found.get(`${kind} ${key}`);
    if (gate === undefined || gate.capacity === null || gate.held + amount <= gate.capacity) return [];
    if (kind === 'MUTEX') return [{ code: 'LOCK_HELD', message: `the lock ${key} is held now`, stepKeys }];
    const message = `of the pool ${key}, ${gate.held} of ${gate.capacity} are taken, and ${amount} are needed`;
    return [{ code: 'POOL_SHORT', message, stepKeys }];
  });
}

/** The locks and pools of the steps whose params are known; of many the first. */
function wantedGates({ steps, tasks }: Made): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { step, task, params, isCertain } of steps) {
    const target = tasks.get(task);
    const needs = target === undefined ? null : needsOf(target.needs, step);
    if (target === undefined || needs === null || !isCertain || wanted.size >= runBounds.findingsMax) continue;
    const rendered = renderNeeds(needs, { task: { id: target.taskId, name: target.name }, params, path: [] });
    for (const { kind, key, amount } of rendered.ok ? rendered.value : []) {
      if (kind !== 'MUTEX' && kind !== 'POOL') continue;
      const known = wanted.get(`${kind} ${key}`) ?? { kind, key, amount: 0, stepKeys: [] };
      const stepKeys = [...known.stepKeys, step.id].slice(0, runBounds.findingStepsMax);
      wanted.set(`${kind} ${key}`, { ...known, amount: Math.max(known.amount, amount), stepKeys });
    }
  }
  return [...wanted.values()];
}
