'use client';

import { useCommand } from '#components/api/use-command.ts';
import { DeprecateTaskDocument, UndeprecateTaskDocument } from '#components/generated/tasks.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { sayUses } from '#components/nouns/task/task-words.ts';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { taskBounds } from '#domain/bounds/task.ts';

type DialogProps = {
  id: string;
  name: string;
  uses: { workflowCount: number; scheduleCount: number };
  onClose: () => void;
};

const fields = { reason: { label: 'Why, and what to use instead', of: ['reason'] } } as const;

/** Asks why nothing new is to be made of a task, and says what goes on. */
export function DeprecateDialog({ id, name, uses, onClose }: DialogProps) {
  const say = useToast();
  const send = useSend(DeprecateTaskDocument, (data) => data.deprecateTask);
  const undo = useCommand(UndeprecateTaskDocument, (data) => data.undeprecateTask);
  const form = useForm<'reason', { reason: string }>({
    initial: { reason: '' },
    fields,
    check: ({ reason }) => (reason.trim() === '' ? { reason: 'Whoever names it wants to know why.' } : {}),
    send: async ({ reason }) => {
      const { refusals } = await send({ id, reason: reason.trim() });
      if (refusals.length > 0) return refusals;
      say({
        words: `${name} is deprecated`,
        kind: 'done',
        action: { word: 'Undo', act: () => void undo.act({ id }) },
      });
      onClose();
      return [];
    },
  });
  const users = sayUses(uses);
  return (
    <FormDialog
      form={form}
      title={`Deprecate ${name}?`}
      description={`New jobs, schedules and workflow versions of it are refused.${users === undefined ? '' : ` It is used by ${users}: what is arranged goes on.`} It can be taken back.`}
      verb="Deprecate"
      onClose={onClose}
    >
      <TextArea
        {...form.field('reason')}
        label={fields.reason.label}
        rows={3}
        maxLength={taskBounds.deprecationReasonLengthMax}
        value={form.values.reason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
