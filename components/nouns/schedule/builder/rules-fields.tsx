'use client';

import { catchUpWords, overlapWords, sayWindow } from '#components/nouns/schedule/words/policy-words.ts';
import { Select } from '#components/ui/form/select.tsx';
import { ChoiceList } from './choice-list.tsx';
import { type FormProblems, type ScheduleForm, windows } from './schedule-form.ts';

type RulesProps = { form: ScheduleForm; problems: FormProblems; onChange: (change: Partial<ScheduleForm>) => void };

const overlaps = ['SKIP', 'ALLOW_ALL'] as const;
const catchUps = ['NONE', 'LAST'] as const;

/** What happens when work takes longer than expected, and after an outage. */
export function RulesFields({ form, problems, onChange }: RulesProps) {
  const offered = windows.some(({ value }) => value === form.window)
    ? windows
    : [...windows, { value: form.window, word: sayWindow(form.window) ?? form.window }];
  return (
    <div className="flex flex-col gap-4">
      <ChoiceList
        label="When earlier work is still open"
        value={form.overlap}
        choices={overlaps.map((value) => ({ value, ...overlapWords[value] }))}
        problem={problems.overlap}
        onChange={(overlap) => onChange({ overlap })}
      />
      <ChoiceList
        label="Catch up after an outage"
        value={form.catchesUp ? 'LAST' : 'NONE'}
        choices={catchUps.map((value) => ({ value, ...catchUpWords[value] }))}
        problem={problems.catchUp}
        onChange={(value) => onChange({ catchesUp: value === 'LAST' })}
      />
      {form.catchesUp && (
        <div className="w-64">
          <Select
            label="Only when it is"
            value={form.window}
            options={offered}
            onChange={(window) => onChange({ window })}
          />
        </div>
      )}
    </div>
  );
}
