/** What a step without a job waits for, in a sentence. */
import type { WaitCode } from '#domain/job/wait-codes.ts';
import type { ApproverRole } from './read-ask.ts';
import type { StepKind } from './step-kind.ts';

type Waiting = {
  kind: Exclude<StepKind, 'TASK'>;
  signal: string | null;
  title: string | null;
  roles: readonly ApproverRole[];
  dueAt: Date | null;
  workflow?: string | null;
};

/** The reason of a step that waits; a time-out that comes with it is told. */
export function sayWait({ kind, signal, title, roles, dueAt, workflow = null }: Waiting): {
  code: WaitCode;
  message: string;
} {
  const until = dueAt === null ? '' : `, until ${dueAt.toISOString()} at the latest`;
  if (kind === 'WORKFLOW')
    return { code: 'CHILD_RUN', message: `waits for what it started of ${workflow ?? 'a workflow'} to end${until}` };
  if (kind === 'APPROVAL') {
    const who = roles.join(' or ').toLowerCase();
    return { code: 'APPROVAL', message: `waits for an ${who} to decide "${title}"${until}` };
  }
  if (signal !== null) return { code: 'WAIT', message: `waits for the signal ${signal}${until}` };
  return { code: 'WAIT', message: `waits until ${dueAt?.toISOString()}` };
}
