/** Settles a batch of attempts: stand-alone jobs in one statement, steps together with the move of their runs. */
import { runBounds } from '#domain/bounds/run.ts';
import { engineFault } from '#domain/sla/alert-kinds.ts';
import { type EngineFault, raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { type GateOf, wakeGates } from '#engine/gate/wake-gates.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { failRuns } from '#engine/run/advance/fail-runs.ts';
import { lockRuns } from '#engine/run/advance/lock-runs.ts';
import type { StepMove } from '#engine/run/advance/run-work.ts';
import { eachApart, faultSentence, type Poisoned, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { afterRaces, dutyTransaction } from '#engine/store/transaction.ts';
import { type AttemptKey, attemptKey, type Settlement, settledTypes, settleJobs } from './settle-statement.ts';

export type SettledBatch = {
  accepted: number;
  /** Attempts whose job had moved on: their worker had lost it. */
  refused: AttemptKey[];
  /** How many jobs became claimable. */
  readied: number;
  /** The queues of these, and of those that are due after a while, as far as they are known. */
  lanes: { queueId: string; inMs: number }[];
  /** Tenants in which jobs ended: there may be room. */
  tenants: string[];
  /** True when running jobs were cancelled because their run failed. */
  stopped: boolean;
  /** Ids of jobs of which nothing can be stored, not even that they failed: somebody must look at the database. */
  unsettled: string[];
  /** Gates at which there may be room now. */
  freed: GateOf[];
};

const nothing: SettledBatch = {
  accepted: 0,
  refused: [],
  readied: 0,
  lanes: [],
  tenants: [],
  stopped: false,
  unsettled: [],
  freed: [],
};

/**
 * Settles up to a few hundred attempts: in one transaction for those that stand alone and one for the steps, or, when that
 * throws or takes too much, in parts. Throws when the database is away or a race was lost to the end; the caller tries again.
 */
export async function settleAttempts(
  database: Database,
  settlements: readonly Settlement[],
  actor: string,
): Promise<SettledBatch> {
  const alone = settlements.filter((one) => one.runId === null);
  const steps = alone.length === settlements.length ? [] : sortedByRun(settlements);
  const settled = sumOf([
    await settleApart(alone, {
      settle: (part) => settleAlone(database, part, actor),
      // Nothing that could be written of these jobs can be stored.
      atLast: async (part) => ({ ...nothing, unsettled: part.map(({ item }) => item.jobId) }),
    }),
    await settleApart(steps, {
      settle: (part) => settleSteps(database, part, actor),
      atLast: (part) => failTheirRuns(database, part, actor),
    }),
  ]);
  // After the commit, so that whoever looks at the gates finds them free.
  const woken = await wakeGates(database.direct, settled.freed);
  const lanes = [...settled.lanes, ...woken.queueIds.map((queueId) => ({ queueId, inMs: 0 }))];
  return { ...settled, readied: settled.readied + woken.jobs, lanes };
}

// Those of a run lie together: parts then share few runs, and a run that is heavy is decided about once or twice.
function sortedByRun(settlements: readonly Settlement[]): Settlement[] {
  const steps = settlements.flatMap((one) => (one.runId === null ? [] : [{ one, runId: one.runId }]));
  return steps.sort((a, b) => (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0)).map(({ one }) => one);
}

type Poison = Poisoned<Settlement>;

type Ways = {
  settle: (part: readonly Settlement[]) => Promise<SettledBatch>;
  atLast: (part: readonly Poison[]) => Promise<SettledBatch>;
};

async function settleApart(settlements: readonly Settlement[], { settle, atLast }: Ways): Promise<SettledBatch> {
  const settled = unlessLeft(await eachApart(settlements, settle));
  if (settled.poisoned.length === 0) return sumOf(settled.results);
  const failed = unlessLeft(await eachApart(settled.poisoned.map(asFailed), settle));
  const last = failed.poisoned.length === 0 ? nothing : await atLast(failed.poisoned);
  return sumOf([...settled.results, ...failed.results, last]);
}

// The fault becomes the outcome: nothing of what the handler left is stored.
function asFailed({ item, fault }: Poison): Settlement {
  const message = `what it ended with could not be stored: ${faultSentence(fault)}`;
  return engineFaultOf({ ...item, attempt: item.to === 'PENDING' ? item.attempt + 1 : item.attempt }, message);
}

/** The settlement of an attempt whose end the engine could not take in. `why` is the sentence that people read. */
export function engineFaultOf(
  { tenantId, jobId, workerId, fence, attempt, runId, step, stepKey }: Omit<Settlement, 'to'>,
  why: string,
): Settlement {
  const error = { type: engineFault, message: why, retryable: false };
  const attemptOf = { tenantId, jobId, workerId, fence, attempt, runId, step, stepKey };
  return { ...attemptOf, to: 'FAILED', reasonCode: engineFault, decision: why, error, isEngineFault: true };
}

async function settleAlone(
  database: Database,
  settlements: readonly Settlement[],
  actor: string,
): Promise<SettledBatch> {
  const { accepted, refused, freed } = settlements.some((one) => one.isEngineFault)
    ? await dutyTransaction(database, async (client) => {
        const settled = await settleJobs(client, settlements, actor);
        await raiseFaultAlerts(client, alertsFor(settlements, settled.refused), actor);
        return settled;
      })
    : // Settling cannot lose a race with itself, but an operator's bulk action may meet it once.
      await afterRaces(() => settleJobs(database.direct, settlements, actor));
  return { ...nothing, accepted, refused, freed, ...whereOf(settlements, refused) };
}

function alertsFor(settlements: readonly Settlement[], refused: readonly AttemptKey[]): EngineFault[] {
  const isRefused = new Set(refused.map(attemptKey));
  return settlements
    .filter((one) => one.isEngineFault && !isRefused.has(attemptKey(one)))
    .map(({ tenantId, jobId, decision = '' }) => ({ tenantId, about: 'job', id: jobId, message: decision }));
}

async function settleSteps(
  database: Database,
  settlements: readonly Settlement[],
  actor: string,
): Promise<SettledBatch> {
  const byRun = new Map<string, Settlement[]>();
  for (const one of settlements) if (one.runId !== null) byRun.set(one.runId, [...(byRun.get(one.runId) ?? []), one]);
  const locking = [...byRun].flatMap(([runId, [one]]) =>
    one === undefined ? [] : [{ tenantId: one.tenantId, runId }],
  );
  // In three packets where nothing out of the ordinary happens: each waits for the one before, as do the steps to come.
  const settle = async (client: Asking, commit: () => Promise<unknown>) => {
    const [runs, settled] = await Promise.all([lockRuns(client, locking), settleJobs(client, settlements, actor)]);
    const advancing = runs.map((run) => ({
      run,
      moves: (byRun.get(run.id) ?? []).flatMap((one) => moveOf(one, settled.stepEvents)),
    }));
    const moved = advancing.filter(({ moves }) => moves.length > 0);
    const [first] = moved;
    const alerts = alertsFor(settlements, settled.refused);
    const close = async () => {
      if (alerts.length > 0) await raiseFaultAlerts(client, alerts, actor);
      await commit();
    };
    const advance = { actor, runs: moved, costMax: runBounds.passCostMax, closing: close };
    if (first === undefined) await close();
    const advanced =
      first === undefined
        ? { readied: [], stopped: false }
        : await advanceRuns(client, { now: first.run.lockedAt, ...advance });
    const { accepted, refused, freed } = settled;
    const where = whereOf(settlements, refused);
    const steps = [...new Set(advanced.readied)].map((queueId) => ({ queueId, inMs: 0 }));
    return {
      ...nothing,
      ...where,
      accepted,
      refused,
      freed,
      readied: advanced.readied.length + where.readied,
      lanes: [...where.lanes, ...steps],
      stopped: advanced.stopped,
    };
  };
  return await afterRaces(() => database.inPackets(settle));
}

// Their runs cannot go on, not even after a plain failure of the step.
async function failTheirRuns(database: Database, poisoned: readonly Poison[], actor: string): Promise<SettledBatch> {
  const byRun = Map.groupBy(poisoned, ({ item }) => item.runId ?? '');
  const runs = [...byRun].flatMap(([runId, part]) => {
    const [first] = part;
    if (first === undefined) return [];
    const { tenantId } = first.item;
    const reason = `the run could not go on: ${faultSentence(first.fault)}`;
    const settle = async (client: Statements) => {
      const settlements = part.map(({ item }) => item);
      const { stepEvents } = await settleJobs(client, settlements, actor);
      return settlements.flatMap((one) => moveOf(one, stepEvents));
    };
    return [{ tenantId, runId, reasonCode: engineFault, reason, fault: reason, settle, part }];
  });
  const { failed, poisoned: stuck, left, fault } = await failRuns(database, runs, actor);
  if (left.length > 0) throw fault;
  const unsettled = stuck.flatMap(({ item }) => item.part.map(({ item: { jobId } }) => jobId));
  return { ...nothing, accepted: poisoned.length - unsettled.length, stopped: failed > 0, unsettled };
}

function sumOf(batches: readonly SettledBatch[]): SettledBatch {
  return {
    accepted: batches.reduce((sum, one) => sum + one.accepted, 0),
    refused: batches.flatMap((one) => one.refused),
    readied: batches.reduce((sum, one) => sum + one.readied, 0),
    lanes: batches.flatMap((one) => one.lanes),
    tenants: [...new Set(batches.flatMap((one) => one.tenants))],
    stopped: batches.some((one) => one.stopped),
    unsettled: batches.flatMap((one) => one.unsettled),
    freed: batches.flatMap((one) => one.freed),
  };
}

function whereOf(
  settlements: readonly Settlement[],
  refused: readonly AttemptKey[],
): Pick<SettledBatch, 'readied' | 'lanes' | 'tenants'> {
  const isRefused = new Set(refused.map(attemptKey));
  const accepted = isRefused.size === 0 ? settlements : settlements.filter((one) => !isRefused.has(attemptKey(one)));
  const givenBack = accepted.filter((one) => one.to === 'PENDING' || one.to === 'SCHEDULED');
  // Of many that go back to one queue the earliest counts.
  const earliest = new Map<string, number>();
  for (const { queueId, to, delayMs = 0 } of givenBack) {
    if (queueId === undefined) continue;
    const inMs = to === 'SCHEDULED' ? delayMs : 0;
    earliest.set(queueId, Math.min(inMs, earliest.get(queueId) ?? inMs));
  }
  return {
    readied: givenBack.length,
    lanes: [...earliest].map(([queueId, inMs]) => ({ queueId, inMs })),
    tenants: [...new Set(accepted.map(({ tenantId }) => tenantId))],
  };
}

// A settlement without an event was refused by its fence: it is not a move.
function moveOf(one: Settlement, stepEvents: ReadonlyMap<string, string>): StepMove[] {
  const eventId = stepEvents.get(attemptKey(one));
  if (eventId === undefined || one.step === null) return [];
  return [
    {
      step: one.step,
      stepKey: one.stepKey,
      jobId: one.jobId,
      eventId,
      type: settledTypes[one.to],
      from: 'RUNNING',
      to: one.to,
      attempt: one.attempt,
      reason: one.reasonCode ?? null,
      result: one.result ?? null,
      error:
        one.error === undefined
          ? null
          : { type: one.error.type, message: one.error.message, retryable: one.error.retryable },
    },
  ];
}
