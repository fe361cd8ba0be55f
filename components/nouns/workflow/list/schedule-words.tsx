import { Link } from '#components/address/link.tsx';
import type { WorkflowScheduleFragment } from '#components/generated/workflows.ts';
import { schedulesPath, screens } from '#components/kit/words/paths.ts';
import { Moment } from '#components/time/moment.tsx';

/** When a workflow starts by itself, in words. */
export function ScheduleWords({ schedules }: { schedules: readonly WorkflowScheduleFragment[] }) {
  const [first, ...others] = schedules;
  if (first === undefined) return <span className="text-quiet">by hand or API</span>;
  return (
    <span>
      <Link href={schedulesPath(first.name)} className="link" onClick={(event) => event.stopPropagation()}>
        {first.description}
      </Link>
      {first.state === 'PAUSED' && <span className="text-quiet"> · paused</span>}
      {others.length > 0 && <span className="text-quiet"> · and {others.length} more</span>}
    </span>
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
            {state === 'PAUSED'
              ? 'paused'
              : nextRunAt !== null && (
                  <>
                    next <Moment at={nextRunAt} />
                  </>
                )}
          </span>
        </li>
      ))}
    </ul>
  );
}
