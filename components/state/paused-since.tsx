import type { PauseFieldsFragment } from '#components/generated/pause.ts';
import { type SaidActor, sayActor } from '#components/kit/words/say-actor.ts';
import { Moment } from '#components/time/moment.tsx';

/** `Paused 2 h ago by Ada: a freeze until Monday`. What nobody kept is left out. */
export function PausedSince({ pause: { since, by, reason } }: { pause: PauseFieldsFragment }) {
  return (
    <span data-whole={reason ?? undefined}>
      Paused
      {since !== null && (
        <>
          {' '}
          <Moment at={since} style="relative" />
        </>
      )}
      {sayBy(by)}
      {sayWhy(reason)}
    </span>
  );
}

/** `; paused by Ada: a freeze until Monday`, to stand after other words. */
export function sayPausedBy({ by, reason }: PauseFieldsFragment): string {
  const who = by === null ? '' : `; paused by ${sayActor(by)}`;
  return `${who}${sayWhy(reason)}`;
}

function sayBy(by: SaidActor | null): string {
  return by === null ? '' : ` by ${sayActor(by)}`;
}

function sayWhy(reason: string | null): string {
  if (reason === null) return '';
  return reason === 'PLANNING_FAULT' ? ', because it could not be planned' : `: ${reason}`;
}
