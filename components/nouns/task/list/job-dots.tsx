import { Link } from '#components/address/link.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { sayJobs } from '#components/nouns/task/task-words.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import type { JobState } from '#domain/machines.ts';

type DotsProps = { task: string; jobs: readonly { id: string; state: JobState }[] };

/** How the last jobs of a task ended, the latest at the right. It leads to all of them. */
export function JobDots({ task, jobs }: DotsProps) {
  if (jobs.length === 0) return <span className="text-quiet">none yet</span>;
  const words = sayJobs(jobs);
  return (
    <Link
      href={jobsLink({ task })}
      prefetch={false}
      data-whole={words}
      className="inline-flex h-6 items-center gap-px rounded px-0.5 hover:bg-raised"
      onClick={(event) => event.stopPropagation()}
    >
      {jobs.toReversed().map(({ id, state }) => (
        <span
          key={id}
          aria-hidden
          className="flex size-[15px] shrink-0 items-center justify-center"
          style={{ color: colourOf(jobLooks[state].family) }}
        >
          <Glyph name={jobLooks[state].glyph} size={13} />
        </span>
      ))}
      <span className="sr-only">
        Jobs of {task}: {words}
      </span>
    </Link>
  );
}
