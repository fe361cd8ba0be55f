'use client';

import { UpsertPoolDocument } from '#components/generated/gates.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { type Lock, sayCapacity } from '#components/nouns/gate/gate-words.ts';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { poolFields, readCapacity, readPool } from './pool-form.ts';

type Pool = Pick<Lock, 'key' | 'capacity' | 'held' | 'waiting'>;
type Parts = {
  /** The pool to change; a new one when undefined. */
  pool: Pool | undefined;
  onClose: () => void;
};

/** Makes a pool, or says how much there is of one and what that does now. */
export function PoolDialog({ pool, onClose }: Parts) {
  const isNew = pool === undefined;
  const upsert = useSend(UpsertPoolDocument, (data) => data.upsertPool);
  const say = useToast();
  const form = useForm({
    initial: { name: pool?.key ?? '', capacity: String(pool?.capacity ?? '') },
    fields: poolFields,
    check: (values) => readPool(values).problems,
    send: async (values) => {
      const { input } = readPool(values);
      if (input === undefined) return [];
      const { refusals } = await upsert({ input });
      if (refusals.length > 0) return refusals;
      say({ words: `The pool ${input.name} is ${isNew ? 'made' : 'changed'}`, kind: 'done' });
      onClose();
      return [];
    },
  });
  return (
    <FormDialog
      form={form}
      title={isNew ? 'New pool' : `Pool ${pool.key}`}
      verb={isNew ? 'Make pool' : 'Save'}
      onClose={onClose}
    >
      {isNew && (
        <TextField
          {...form.field('name')}
          label={poolFields.name.label}
          hint="Tasks and steps name it. The name of a pool that is there changes that one."
          required
          autoComplete="off"
          value={form.values.name}
          onChange={(event) => form.change({ name: event.currentTarget.value })}
        />
      )}
      <TextField
        {...form.field('capacity')}
        label={poolFields.capacity.label}
        hint={capacityHint(pool, form.values.capacity)}
        inputMode="numeric"
        value={form.values.capacity}
        onChange={(event) => form.change({ capacity: event.currentTarget.value })}
      />
    </FormDialog>
  );
}

// What the capacity that is typed does at once: a rule alone would leave that to be found out.
function capacityHint(pool: Pool | undefined, typed: string): string {
  const to = readCapacity(typed);
  if (pool === undefined || pool.capacity === null || to === undefined || to === pool.capacity)
    return 'How much there is of it: all that running jobs hold together is never more.';
  return sayCapacity(pool, { from: pool.capacity, to });
}
