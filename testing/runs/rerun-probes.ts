/** The probes of the inputs of acts on many runs and of reruns. */
import { endedOldRun, type Probe, pausedBatch, rerunBatch, runs } from '#testing/probes/probe-worlds.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';

const ofBatch = (name: string, setUp: Probe['setUp'], tells: string): Probe => ({
  ...(setUp && { setUp }),
  // The queue is made after the act, so that there is something to be told of either way.
  document: `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
    ${name}(input: $input) { batch { state } userErrors { code path } }
    upsertQueue(input: { name: "later" }) { userErrors { code } }
  }`,
  tells: [tells, 'queue.updated'],
  variables: ({ batch: id = '' }) => ({ input: { id } }),
  at: ['input'],
  fields: { id: `rrb_${nowhere}`, reason: 'why' },
});

/** The probes by the name of the input type. */
export const rerunProbes: Record<string, Probe> = {
  BulkRunsInput: {
    setUp: runs,
    document: `mutation ($input: BulkRunsInput!) { pauseRuns(input: $input) { count states { state count } runs { state reason { message } } skipped { reason count } userErrors { code path } } }`,
    variables: () => ({ input: { filter: { workflow: 'flow' } } }),
    at: ['input'],
    fields: { filter: { workflow: 'other' }, dryRun: true, expectedCount: 7, reason: 'why' },
  },
  RetryRunInput: {
    setUp: endedOldRun,
    document: `mutation ($input: RetryRunInput!) { retryRun(input: $input) { run { variables version { number } replayOf { id } replay { from step scope reason } } userErrors { code path } } }`,
    variables: (made) => ({ input: { run: made.run ?? '', from: 'STEP', step: 'a' } }),
    at: ['input'],
    fields: {
      run: `run_${nowhere}`,
      from: 'FAILED',
      step: 'z',
      scope: 'ALONE',
      version: 'LATEST',
      variables: { n: 7 },
      reason: 'why',
    },
  },
  StartRerunBatchInput: {
    setUp: endedOldRun,
    document: `mutation ($input: StartRerunBatchInput!) {
      first: startRerunBatch(input: $input) { batch { from version perMinute reason counts { total } } count runs { state } skipped { reason count } userErrors { code path } }
      second: startRerunBatch(input: $input) { idempotentReplay userErrors { code path } }
    }`,
    variables: () => ({ input: { filter: { workflow: 'flow' } } }),
    at: ['input'],
    fields: {
      filter: { workflow: 'other' },
      from: 'START',
      version: 'LATEST',
      perMinute: 7,
      reason: 'why',
      expectedCount: 9,
      dryRun: true,
      idempotencyKey: 'k',
    },
  },
  PauseRerunBatchInput: ofBatch('pauseRerunBatch', rerunBatch, 'rerun.paused'),
  ResumeRerunBatchInput: ofBatch('resumeRerunBatch', pausedBatch, 'rerun.resumed'),
  CancelRerunBatchInput: ofBatch('cancelRerunBatch', rerunBatch, 'rerun.cancelled'),
};
