'use client';

import { useUrl } from '#components/address/use-url.ts';
import { Select } from '#components/ui/form/select.tsx';
import { LogViewer } from './log-viewer.tsx';

export type LoggedAttempt = { number: number; fence: number; state: string; finishedAt: string | null };

/** The log of one attempt of a job: the latest, or the one that the address names. */
export function AttemptLog({ job, attempts }: { job: string; attempts: readonly LoggedAttempt[] }) {
  const { search, change } = useUrl();
  const named = Number(search.get('attempt'));
  const chosen = attempts.find(({ fence }) => fence === named) ?? attempts.at(-1);
  if (chosen === undefined) return null;
  const isOpen = chosen.finishedAt === null;
  return (
    <LogViewer
      scope={{ kind: 'attempt', job, fence: chosen.fence }}
      name={`${job}-attempt-${chosen.number}`}
      isOpen={isOpen}
      nothing={
        isOpen
          ? 'What its handler writes appears here as it is written.'
          : 'Its handler wrote nothing, or it is longer ago than logs are kept.'
      }
      choice={
        attempts.length > 1 && (
          <Select
            isSmall
            isLabelHidden
            label="Attempt"
            value={String(chosen.fence)}
            options={attempts.map(({ number, fence, state }) => ({
              value: String(fence),
              word: `Attempt ${number}, ${state.toLowerCase()}`,
            }))}
            onChange={(fence) => change({ attempt: fence === String(attempts.at(-1)?.fence) ? undefined : fence })}
          />
        )
      }
    />
  );
}
