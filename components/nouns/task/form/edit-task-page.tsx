'use client';

import { useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useReading } from '#components/api/use-reading.ts';
import { RegisterTaskDocument, TaskToEditDocument } from '#components/generated/tasks.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { taskPath } from '#components/kit/words/paths.ts';
import { taskKey } from '#components/nouns/task/page/one-task.ts';
import { task } from '#components/nouns/task/task.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { TaskBuilder } from './task-builder.tsx';
import { formOf, inputOf, type Stored, type TaskForm } from './task-form.ts';

/** Registers the next version of a task, beginning with the latest. */
export function EditTaskPage({ name }: { name: string }) {
  const answer = useReading({ query: TaskToEditDocument, variables: taskKey(name) });
  const stored = answer.data?.task;
  const trail = (
    <Trail href={stored === undefined || stored === null ? task.path : taskPath(stored)}>
      {stored?.name ?? task.title}
    </Trail>
  );
  return (
    <Page title="Edit task" trail={trail}>
      <Reading answer={answer} rows={12}>
        {(data) =>
          data.task === null ? (
            <div className="panel">
              <EmptyState
                title="This tenant has no such task."
                actions={<ButtonLink href={task.path}>All tasks</ButtonLink>}
              />
            </div>
          ) : (
            <Editor stored={data.task} />
          )
        }
      </Reading>
    </Page>
  );
}

function Editor({ stored }: { stored: Stored }) {
  // What the form began with: later readings must not turn into changes of ours.
  const [first] = useState(stored);
  const go = useGo();
  const say = useToast();
  const register = useSend(RegisterTaskDocument, (data) => data.registerTask);
  const back = taskPath(first);
  const save = async (form: TaskForm) => {
    const { data, refusals } = await register({ input: inputOf(form) });
    const made = data?.registerTask.task ?? undefined;
    if (made === undefined) return refusals;
    const isSame = made.version === first.version;
    say({ words: isSame ? 'Nothing was changed' : `${made.name} is at version ${made.version}`, kind: 'done' });
    go(back);
    return [];
  };
  const source = first.versions.nodes[0]?.source ?? '';
  return <TaskBuilder initial={formOf(first)} before={{ number: first.version, source }} back={back} send={save} />;
}
