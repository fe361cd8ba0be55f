'use client';

import { ActButtons } from '#components/kit/act/act-buttons.tsx';
import { type ActedBatch, rerunActs } from './rerun-acts.ts';

/** What an operator may do with a batch in its state. */
export function RerunActions({ batch }: { batch: ActedBatch }) {
  return <ActButtons acts={rerunActs} thing={batch} />;
}
