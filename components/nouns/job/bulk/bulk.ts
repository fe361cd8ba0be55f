/** What is done to many jobs at once, in words, and when it can be taken back. */
import type { JobFilter } from '#components/generated/documents.ts';
import type { JobState } from '#domain/machines.ts';

export type BulkAct = 'cancel' | 'retry' | 'runNow';

/** The jobs that are meant: some by hand, or all that a query asks for. */
export type Chosen = { kind: 'some'; ids: readonly string[] } | { kind: 'all'; query: string };

type Row = { id: string; state: JobState; run: unknown };

type Words = { verb: string; adverb?: string; past: string; title: string };

const words: Record<BulkAct, Words> = {
  cancel: { verb: 'Cancel', past: 'cancelled', title: 'Cancel jobs' },
  retry: { verb: 'Retry', past: 'to be tried again', title: 'Retry jobs' },
  runNow: { verb: 'Run', adverb: ' now', past: 'to run now', title: 'Run jobs now' },
};

/** The question of the dialog, its button, and what is said afterwards. */
export function bulkWords(act: BulkAct, count: number): { title: string; verb: string; done: string } {
  const { verb, adverb = '', past, title } = words[act];
  return { title, verb: `${verb} ${sayJobs(count)}${adverb}`, done: `${sayJobs(count)} ${past}` };
}

/** `1 job`, `1,234 jobs`. */
export function sayJobs(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'job' : 'jobs'}`;
}

/** The jobs that are meant, as the API names them. */
export function filterOf(chosen: Chosen): JobFilter {
  return chosen.kind === 'all' ? { query: chosen.query } : { ids: [...chosen.ids] };
}

/**
 * The jobs that another try would bring back to where they were; none when something would be lost: a running job has
 * begun its work, a scheduled one had a time, and the run of a step has gone on.
 */
export function undoable(act: BulkAct, chosen: Chosen, rows: readonly Row[]): string[] {
  if (act !== 'cancel' || chosen.kind === 'all') return [];
  const meant = rows.filter(({ id }) => chosen.ids.includes(id));
  const isWhole =
    meant.length === chosen.ids.length && meant.every(({ state, run }) => state === 'PENDING' && run === null);
  return isWhole ? meant.map(({ id }) => id) : [];
}
