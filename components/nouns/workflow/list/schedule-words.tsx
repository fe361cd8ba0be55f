import { Link } from '#components/address/link.tsx';
import type { WorkflowScheduleFragment } from '#components/generated/workflows.ts';
import { schedulesPath, screens } from '#components/kit/words/paths.ts';
import { Moment } from '#components/time/moment.tsx';
import { TwoLines } from '#components/ui/table/two-lines.tsx';

/** When a workflow starts by itself, in words. */
export function ScheduleWords({ schedules }: { schedules: readonly WorkflowScheduleFragment[] }) {
  const [first, ...others] = schedules;
  if (first === undefined) return <span className="text-quiet">by hand or API</span>;
  return (
    <TwoLines
      below={
        <>
          {first.state === 'PAUSED' ? 'paused' : first.nextRunAt !== null && <Next at={first.nextRunAt} />}
          {others.length > 0 && ` · and ${others.length} more`}
        </>
      }
    >
      <Link
        href={schedulesPath(first.name)}
        className="hover:underline"
        prefetch={false}
        onClick={(event) => event.stopPropagation()}
      >
        {first.description}
      </Link>
    </TwoLines>
  );
}

function Next({ at }: { at: string }) {
  return (
    <>
      next <Moment at={at} />
    </>
  );
}

/** The same with the next start of each. */
export function ScheduleList({ schedules }: { schedules: readonly WorkflowScheduleFragment[] }) {
  if (schedules.length === 0) {
    return (
      <span className="text-quiet">
        None: it is started by hand or through the API.{' '}
        <Link href={screens.schedules} className="link">
          Schedules
        </Link>
      </span>
    );
  }
  return (
    <ul className="flex flex-col gap-0.5">
      {schedules.map(({ id, name, description, state, nextRunAt }) => (
        <li key={id} className="flex flex-wrap gap-x-2">
          <Link href={schedulesPath(name)} className="link font-medium">
            {name}
          </Link>
          <span>{description}</span>
          <span className="text-quiet">
            {state === 'PAUSED' ? 'paused' : nextRunAt !== null && <Next at={nextRunAt} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
