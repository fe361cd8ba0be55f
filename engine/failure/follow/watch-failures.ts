/**
 * One look of the duty that groups failures. It follows the event log from a cursor of its own, so that whoever settles
 * jobs pays nothing for it; what it took in and where it goes on are one transaction, so that each failure counts once,
 * whatever is killed. Several may run on one database.
 */
import { failureBounds } from '#domain/bounds/failure.ts';
import { type EngineFault, raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { eachApart, faultSentence, mayBeOfAnItem, type Poisoned, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Context } from '#engine/store/context.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { readBackfill } from './backfill-failures.ts';
import {
  describeJobs,
  describeRuns,
  describeWorkedRetries,
  type Ended,
  type SeenFailure,
  type WorkedRetry,
} from './describe-failures.ts';
import {
  type FailureCursor,
  holdFailureCursor,
  moveFailureCursor,
  type NextPlace,
  readFailureCursor,
} from './failure-cursor.ts';
import {
  findEndedRetries,
  learnFromWorked,
  noteOutcomes,
  noteRetries,
  type RetriedPlace,
} from './learn-from-retries.ts';
import { type EndedWork, readEndedWork } from './read-ended-work.ts';
import { actor, recordFailures } from './record-failures.ts';
import { forgetFailureHours, wakeFailures } from './wake-failures.ts';

/** Where looks that go round are; a process that begins anew begins their round anew. */
export type FailureRounds = { retried: RetriedPlace };

export type FailureWatch = {
  /** Times that something failed and that were not known before. */
  taken: number;
  woken: number;
  /** Failures that could not be taken in, however alone: they are left out, and the log of the process tells of them. */
  poisoned: { tenantId: string; subjectId: string; fault: unknown }[];
  /** True when there is more to read at once. */
  isBehind: boolean;
  rounds: FailureRounds;
};

const nothing = { taken: 0, poisoned: [] };

/** Reads on in the log, then in what failed before it was read; wakes what was snoozed; learns from retries that ended. */
export async function watchFailures(
  { database, hints }: Pick<Context, 'database' | 'hints'>,
  rounds: FailureRounds = { retried: null },
): Promise<FailureWatch> {
  const cursor = await readFailureCursor(database);
  const page = await readEndedWork(database, cursor);
  const followed = await takeInPage(database, cursor, page);
  const earlier = page.isComplete ? await takeInEarlier(database) : { ...nothing, isDone: cursor.backfill === null };
  const woken = await wakeFailures(database);
  const retried = await findEndedRetries(database, rounds.retried);
  if (retried.ended.length > 0) await dutyTransaction(database, (client) => noteOutcomes(client, retried.ended));
  if (cursor.isStale) await forgetFailureHours(database);
  const taken = followed.taken + earlier.taken;
  if (taken + woken > 0) hints.send('news');
  return {
    taken,
    woken,
    poisoned: [...followed.poisoned, ...earlier.poisoned],
    isBehind: !page.isComplete || !earlier.isDone,
    rounds: { retried: retried.next },
  };
}

/** What a page of the log brings: failures, and what retries taught. */
type Brought = { seen: SeenFailure[]; requeued: EndedWork[]; worked: WorkedRetry[] };

async function takeInPage(
  database: Database,
  cursor: FailureCursor,
  { works, next, isComplete }: { works: EndedWork[]; next: NextPlace; isComplete: boolean },
): Promise<Pick<FailureWatch, 'taken' | 'poisoned'>> {
  // An idle duty writes nothing but, now and then, that it has looked.
  if (works.length === 0 && isComplete && !cursor.isStale && cursor.upto === null) return nothing;
  const ofType = (...types: EndedWork['type'][]) => works.filter(({ type }) => types.includes(type));
  const jobs = ofType('job.failed', 'job.dead').map((work): Ended => ({ ...work, isDead: work.type === 'job.dead' }));
  const brought: Brought = {
    seen: [...(await describeJobs(database, jobs)), ...(await describeRuns(database, ofType('run.failed')))],
    requeued: ofType('job.requeued'),
    worked: await describeWorkedRetries(database, ofType('job.succeeded').slice(0, failureBounds.lessonsPerPassMax)),
  };
  return await takeIn(database, { cursor, next, seen: brought.seen }, async (client) => {
    await noteRetries(client, brought.requeued);
    await learnFromWorked(client, brought.worked);
  });
}

async function takeInEarlier(
  database: Database,
): Promise<Pick<FailureWatch, 'taken' | 'poisoned'> & { isDone: boolean }> {
  const cursor = await readFailureCursor(database);
  if (cursor.backfill === null) return { ...nothing, isDone: true };
  const { seen, next } = await readBackfill(database, cursor.backfill);
  const taken = await takeIn(database, { cursor, next: { ...cursor, backfill: next }, seen }, async () => undefined);
  return { ...taken, isDone: next === null };
}

type Taking = { cursor: FailureCursor; next: NextPlace; seen: readonly SeenFailure[] };

// Together with the move of the cursor; when that throws, in parts before it: what a part took in is not counted again.
async function takeIn(
  database: Database,
  { cursor: { version }, next, seen }: Taking,
  beside: (client: Statements) => Promise<void>,
): Promise<Pick<FailureWatch, 'taken' | 'poisoned'>> {
  try {
    const taken = await dutyTransaction(database, async (client) => {
      if (!(await moveFailureCursor(client, version, next))) return 0;
      const recorded = await recordFailures(client, seen);
      await beside(client);
      return recorded;
    });
    return { taken, poisoned: [] };
  } catch (fault) {
    if (seen.length === 0 || !mayBeOfAnItem(fault)) throw fault;
  }
  const apart = unlessLeft(
    await eachApart(
      seen,
      (part) =>
        dutyTransaction(database, async (client) =>
          (await holdFailureCursor(client, version)) ? await recordFailures(client, part) : 0,
        ),
      'parted',
    ),
  );
  await dutyTransaction(database, async (client) => {
    if (!(await moveFailureCursor(client, version, next))) return;
    await beside(client);
    await raiseFaultAlerts(client, apart.poisoned.map(leftOut), actor);
  });
  return {
    taken: apart.results.reduce((sum, taken) => sum + taken, 0),
    poisoned: apart.poisoned.map(({ item: { tenantId, subjectId }, fault }) => ({ tenantId, subjectId, fault })),
  };
}

// Nobody finds it among the failures, so an alert says what it is about.
function leftOut({ item, fault }: Poisoned<SeenFailure>): EngineFault {
  const { tenantId, subjectId: id, runId } = item;
  const message = `its failure could not be grouped: ${faultSentence(fault)}`;
  return { tenantId, about: runId === id ? 'run' : 'job', id, message };
}
