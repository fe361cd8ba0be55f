'use client';

import type { Form } from '#components/kit/form/use-form.ts';
import { catchUpWords, overlapWords, sayWindow } from '#components/nouns/schedule/words/policy-words.ts';
import { Select } from '#components/ui/form/select.tsx';
import { catchUpPolicies, overlapPolicies } from '#domain/timetable/plan-ticks.ts';
import { ChoiceList } from './choice-list.tsx';
import { type FormField, type ScheduleForm, scheduleFields, windows } from './schedule-form.ts';

type RulesProps = { form: Form<FormField, ScheduleForm> };

/** What happens when work takes longer than expected, and after an outage. */
export function RulesFields({ form }: RulesProps) {
  const { values } = form;
  const offered = windows.some(({ value }) => value === values.window)
    ? windows
    : [...windows, { value: values.window, word: sayWindow(values.window) ?? values.window }];
  return (
    <div className="flex flex-col gap-4">
      <ChoiceList
        {...form.field('overlap')}
        label={scheduleFields.overlap.label}
        value={values.overlap}
        choices={overlapPolicies.map((value) => ({ value, ...overlapWords[value] }))}
        onChange={(overlap) => form.change({ overlap })}
      />
      <ChoiceList
        {...form.field('catchUp')}
        label={scheduleFields.catchUp.label}
        value={values.catchesUp ? 'LAST' : 'NONE'}
        choices={catchUpPolicies.map((value) => ({ value, ...catchUpWords[value] }))}
        onChange={(value) => form.change({ catchesUp: value === 'LAST' })}
      />
      {values.catchesUp && (
        <div className="w-64">
          <Select
            label="Only when it is"
            value={values.window}
            options={offered}
            onChange={(window) => form.change({ window })}
          />
        </div>
      )}
    </div>
  );
}
