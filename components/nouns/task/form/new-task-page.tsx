'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { RegisterTaskDocument } from '#components/generated/tasks.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { taskPath } from '#components/kit/words/paths.ts';
import { task } from '#components/nouns/task/task.ts';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { TaskBuilder } from './task-builder.tsx';
import { emptyTask, inputOf, type TaskForm } from './task-form.ts';

/** Registers a task. */
export function NewTaskPage() {
  const go = useGo();
  const say = useToast();
  const register = useSend(RegisterTaskDocument, (data) => data.registerTask);
  const save = async (form: TaskForm) => {
    const { data, refusals } = await register({ input: inputOf(form) });
    const made = data?.registerTask.task ?? undefined;
    if (made === undefined) return refusals;
    const words = made.version === 1 ? `${made.name} is registered` : `${made.name} is at version ${made.version}`;
    say({ words, kind: 'done' });
    go(taskPath(made));
    return [];
  };
  return (
    <Page title="New task" trail={<Trail href={task.path}>{task.title}</Trail>}>
      <TaskBuilder initial={emptyTask} back={task.path} send={save} />
    </Page>
  );
}
