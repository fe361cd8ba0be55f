'use client';

import { ask } from '#components/api/ask.ts';
import { TaskDocument, type TaskQuery } from '#components/generated/tasks.ts';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage } from '#components/kit/detail/noun-page.ts';
import { CopiedId } from '#components/kit/page/copied-id.tsx';
import { Facts } from '#components/kit/page/facts.tsx';
import { JsonBlock } from '#components/kit/page/json-block.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { Moment } from '#components/time/moment.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { sayRetry, sayTimeout } from './say-task.ts';
import { task } from './task.ts';

type TaskDetails = NonNullable<TaskQuery['task']>;

const taskPage: NounPage<TaskDetails> = {
  noun: task,
  isNamed: true,
  read: (key) => ask(TaskDocument, key.startsWith('tsk_') ? { id: key } : { name: key }, (data) => data.task),
  topicOf: () => ({ kind: 'events', filter: { noun: 'TASK', types: ['task.registered'] } }),
  titleOf: ({ name }) => name,
  Actions: ({ thing }) => <ButtonLink href={jobsLink({ task: thing.name })}>Its jobs</ButtonLink>,
  Panels,
};

function Panels({ thing }: { thing: TaskDetails }) {
  const { description, queue, priority, timeout, retry, sla, labels, version, createdAt, id } = thing;
  const levels = [
    sla?.startBy && `starts within ${sayTimeout(sla.startBy)}`,
    sla?.maxDuration && `takes at most ${sayTimeout(sla.maxDuration)}`,
  ].filter(Boolean);
  return (
    <>
      {description !== null && <p className="text-lead">{description}</p>}
      <Panel title="Facts">
        <Facts
          facts={[
            ['Version', version],
            ['Registered', <Moment key="at" at={createdAt} />],
            ['Queue', queue.name],
            ['Priority', priority],
            ['Timeout', sayTimeout(timeout)],
            ['Retry', sayRetry(retry)],
            ['Service level', levels.length === 0 ? 'none' : levels.join(', ')],
            ['Id', <CopiedId key="id" id={id} label="Copy the task's id" />],
          ]}
        />
      </Panel>
      <Panel title="Handler">
        <JsonBlock value={thing.handler} />
      </Panel>
      {thing.inputSchema !== null && (
        <Panel title="What params must look like">
          <JsonBlock value={thing.inputSchema} />
        </Panel>
      )}
      {thing.resultSchema !== null && (
        <Panel title="What results must look like">
          <JsonBlock value={thing.resultSchema} />
        </Panel>
      )}
      {Object.keys(Object(labels)).length > 0 && (
        <Panel title="Labels">
          <JsonBlock value={labels} />
        </Panel>
      )}
    </>
  );
}

/** One task in its latest version: how it is carried out, and what it promises. */
export function TaskPage({ name }: { name: string }) {
  return <DetailPage page={taskPage} id={name} />;
}
