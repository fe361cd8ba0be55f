/** What can be done to a batch of reruns. */
import { Pause, Play, X } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  CancelRerunBatchDocument,
  PauseRerunBatchDocument,
  type RerunBatchRowFragment,
  ResumeRerunBatchDocument,
} from '#components/generated/reruns.ts';
import type { Act } from '#components/kit/act/act.ts';
import { rerunBatchMoves } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';

export type ActedBatch = Pick<RerunBatchRowFragment, 'id' | 'state' | 'counts'>;

const pauseBatch: Act<ActedBatch> = {
  key: 'rerun.pause',
  word: 'Pause',
  Icon: Pause,
  permission: 'run.operate',
  fits: ({ state, counts }) => state === 'RUNNING' && counts.waiting > 0,
  call: ({ id }) => ask(PauseRerunBatchDocument, { input: { id } }, (data) => data.pauseRerunBatch),
  back: { kind: 'act', key: 'rerun.resume' },
};

const resumeBatch: Act<ActedBatch> = {
  key: 'rerun.resume',
  word: 'Resume',
  Icon: Play,
  isPrimary: true,
  permission: 'run.operate',
  fits: ({ state }) => state === 'PAUSED',
  call: ({ id }) => ask(ResumeRerunBatchDocument, { input: { id } }, (data) => data.resumeRerunBatch),
  back: { kind: 'act', key: 'rerun.pause' },
};

const cancelBatch: Act<ActedBatch> = {
  key: 'rerun.cancel',
  word: 'Cancel batch',
  Icon: X,
  permission: 'run.operate',
  fits: ({ state }) => rerunBatchMoves[state].CANCELLED !== undefined,
  call: ({ id }, reason) =>
    ask(
      CancelRerunBatchDocument,
      { input: { id, ...(reason !== undefined && { reason }) } },
      (data) => data.cancelRerunBatch,
    ),
  asks: {
    title: () => 'Cancel this batch?',
    verb: 'Cancel batch',
    isDanger: true,
    reason: 'optional',
    says: ({ counts: { waiting, running } }) => [
      `${sayCount(waiting, 'run')} will not start.${running > 0 ? ` ${sayCount(running, 'run')} at work go on.` : ''}`,
    ],
  },
  back: { kind: 'none' },
};

/** The acts of a batch, in the order of their buttons. */
export const rerunActs: readonly Act<ActedBatch>[] = [pauseBatch, resumeBatch, cancelBatch];
