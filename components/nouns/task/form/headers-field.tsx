'use client';

import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { FieldNotes, fieldMarks } from '#components/ui/form/field.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { taskBounds } from '#domain/bounds/task.ts';
import type { HeaderLine } from './task-form.ts';

type HeadersFieldProps = {
  field: string;
  problem: string | undefined;
  value: readonly HeaderLine[];
  onChange: (value: readonly HeaderLine[]) => void;
};

/** Names and values, a line each. A kept value is not shown; whoever writes into its field replaces it. */
export function HeadersField({ value, onChange, ...marks }: HeadersFieldProps) {
  const id = useId();
  const change = (place: number, part: Partial<HeaderLine>) =>
    onChange(value.map((line, n) => (n === place ? { ...line, ...part } : line)));
  return (
    <fieldset {...fieldMarks(marks)} className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 font-medium">Headers</legend>
      {value.map((line, n) => (
        // A line has nothing by which it can be told from others but its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end, and their fields hold no state
        <div key={n} className="flex items-center gap-1.5">
          <input
            aria-label={`Name of header ${n + 1}`}
            autoComplete="off"
            spellCheck={false}
            placeholder="Name"
            value={line.name}
            className="field min-w-0 flex-1 font-mono text-[0.93em]"
            onChange={(event) => change(n, { name: event.currentTarget.value, isKept: false })}
          />
          <input
            aria-label={`Value of header ${n + 1}`}
            autoComplete="off"
            spellCheck={false}
            placeholder={line.isKept ? 'kept, not shown; write to replace it' : 'Value'}
            value={line.value}
            className="field min-w-0 flex-[2] font-mono text-[0.93em]"
            onChange={(event) => change(n, { value: event.currentTarget.value, isKept: false })}
          />
          <IconButton
            label={`Remove header ${n + 1}`}
            Icon={X}
            onClick={() => onChange(value.filter((_, place) => place !== n))}
          />
        </div>
      ))}
      {value.length < taskBounds.headersMax && (
        <div>
          <Button isSmall Icon={Plus} onClick={() => onChange([...value, { name: '', value: '', isKept: false }])}>
            Add a header
          </Button>
        </div>
      )}
      <FieldNotes
        id={id}
        problem={marks.problem}
        hint="Values may be credentials: once registered they are never shown."
      />
    </fieldset>
  );
}
