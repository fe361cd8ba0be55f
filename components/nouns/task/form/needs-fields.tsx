'use client';

import { useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { TaskLoadDocument } from '#components/generated/tasks.ts';
import { RateField } from '#components/kit/form/duration/rate-field.tsx';
import { sayCap } from '#components/kit/words/say-cap.ts';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import type { TaskFormProps } from './task-builder.tsx';
import { taskFields } from './task-form.ts';

/** What a job must hold while it runs - caps, mutexes and amounts of pools - and how many may start. */
export function NeedsFields({ form, isNew }: TaskFormProps & { isNew: boolean }) {
  const capHint = useCapHint(form, isNew);
  const { mutex, resources, max, key, rateMax, ratePer } = form.values;
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <TextField
        {...form.field('max')}
        label={taskFields.max.label}
        inputMode="numeric"
        autoComplete="off"
        placeholder="no cap"
        hint={capHint}
        value={max}
        onChange={(event) => form.change({ max: event.currentTarget.value })}
      />
      <TextField
        {...form.field('key')}
        label={taskFields.key.label}
        autoComplete="off"
        spellCheck={false}
        placeholder="${{ params.customer }}"
        hint="With a key, so many for each value of it."
        value={key}
        onChange={(event) => form.change({ key: event.currentTarget.value })}
      />
      <TextArea
        {...form.field('mutex')}
        label={taskFields.mutex.label}
        isMono
        rows={3}
        spellCheck={false}
        placeholder={'ledger\ncustomer-${{ params.customer }}'}
        hint="A key a line; one running job holds it, whatever its task."
        value={mutex}
        onChange={(event) => form.change({ mutex: event.currentTarget.value })}
      />
      <TextArea
        {...form.field('resources')}
        label={taskFields.resources.label}
        isMono
        rows={3}
        spellCheck={false}
        placeholder="gpu: 1"
        hint="A pool and an amount a line."
        value={resources}
        onChange={(event) => form.change({ resources: event.currentTarget.value })}
      />
      <RateField
        {...form.field('rate')}
        label={taskFields.rate.label}
        hint="Attempts of its jobs, in any such span of time."
        value={{ rateMax, ratePer }}
        onChange={form.change}
      />
    </div>
  );
}

/** What another cap does at once to the jobs that there are. With a key it is another one for each value: nobody counts these. */
function useCapHint(form: TaskFormProps['form'], isNew: boolean): string {
  const { name, max, key } = form.values;
  const { data } = useReading({ query: TaskLoadDocument, variables: { task: name }, pause: isNew });
  const isRead = /^\d{0,9}$/.test(max.trim());
  const [before] = useState({ max, key });
  const isOther = max !== before.max || key !== before.key;
  if (data === undefined || !isRead || !isOther || key.trim() !== '')
    return 'Jobs of this task that run at the same time.';
  const standing = { running: data.running.totalCount, waiting: data.waiting.totalCount };
  return sayCap(standing, max.trim() === '' ? null : Number(max));
}
