import { Link } from '#components/address/link.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { schedulePath, workflowPath } from '#components/kit/words/paths.ts';
import { Moment } from '#components/time/moment.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import type { TaskDetails } from './one-task.ts';

/** Which workflows and schedules need a task. */
export function UsesPanel({ uses }: { uses: TaskDetails['usedBy'] }) {
  const { workflowCount, workflows, steps, scheduleCount, schedules } = uses;
  const stepsOf = Map.groupBy(steps, ({ workflow }) => workflow.id);
  if (workflowCount + scheduleCount === 0)
    return (
      <Panel title="Where used">
        <p className="p-3 text-quiet">
          No workflow names it and no schedule makes jobs of it: they come by hand or API.
        </p>
      </Panel>
    );
  return (
    <Panel title="Where used">
      <div className="flex flex-col gap-3 p-3">
        {workflowCount > 0 && (
          <div>
            <h3 className="text-small text-quiet">{sayCount(workflowCount, 'workflow')}</h3>
            <ul className="mt-1 flex flex-col gap-1">
              {workflows.map((workflow) => (
                <li key={workflow.id} className="flex flex-wrap gap-x-2">
                  <Link href={workflowPath(workflow)} className="link font-medium">
                    {workflow.name}
                  </Link>
                  <Steps stepKeys={(stepsOf.get(workflow.id) ?? []).map(({ stepKey }) => stepKey)} />
                </li>
              ))}
              <More count={workflowCount - workflows.length} />
            </ul>
          </div>
        )}
        {scheduleCount > 0 && (
          <div>
            <h3 className="text-small text-quiet">{sayCount(scheduleCount, 'schedule')}</h3>
            <ul className="mt-1 flex flex-col gap-1">
              {schedules.map(({ id, name, state, description, nextRunAt }) => (
                <li key={id} className="flex flex-wrap gap-x-2">
                  <Link href={schedulePath(id)} className="link font-medium">
                    {name}
                  </Link>
                  <span className="text-quiet">
                    {description}
                    {state === 'PAUSED' ? ', paused' : nextRunAt !== null && <Next at={nextRunAt} />}
                  </span>
                </li>
              ))}
              <More count={scheduleCount - schedules.length} />
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}

// Who wants to see more of them opens the workflow.
const stepsNamedMax = 5;

function Steps({ stepKeys }: { stepKeys: readonly string[] }) {
  if (stepKeys.length === 0) return null;
  const more = stepKeys.length - stepsNamedMax;
  return (
    <span className="min-w-0 break-words text-quiet">
      {stepKeys.length === 1 ? 'step' : 'steps'} {stepKeys.slice(0, stepsNamedMax).join(', ')}
      {more > 0 && ` and ${more} more`}
    </span>
  );
}

function Next({ at }: { at: string }) {
  return (
    <>
      , next <Moment at={at} />
    </>
  );
}

function More({ count }: { count: number }) {
  return count > 0 ? <li className="text-quiet">and {count.toLocaleString('en')} more</li> : null;
}
