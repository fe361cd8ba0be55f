'use client';

import { useReading } from '#components/api/use-reading.ts';
import { ScheduleTargetsDocument } from '#components/generated/schedules.ts';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import type { TargetKind } from './schedule-form.ts';

type TargetFieldProps = {
  kind: TargetKind;
  name: string;
  field: string;
  problem: string | undefined;
  onChange: (target: { kind: TargetKind; name: string }) => void;
};

/** What a schedule fires: one workflow or one task, found by its name. */
export function TargetField({ kind, name, field, problem, onChange }: TargetFieldProps) {
  const { data } = useReading({ query: ScheduleTargetsDocument, variables: { first: pageBounds.pageSizeMax } });
  const targets = (kind === 'task' ? data?.tasks : data?.workflows) ?? { nodes: [], totalCount: 0 };
  const options = targets.nodes.map((target) => ({ value: target.name, hint: target.description ?? undefined }));
  const isPart = targets.totalCount > options.length;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <span className="font-medium">Fires a</span>
        <Segmented
          label="Fires a"
          value={kind}
          options={[
            { value: 'workflow', word: 'Workflow' },
            { value: 'task', word: 'Task' },
          ]}
          onChange={(next) => onChange({ kind: next, name: '' })}
        />
      </div>
      <Combobox
        label={kind === 'task' ? 'Task' : 'Workflow'}
        value={name}
        options={options}
        field={field}
        problem={problem}
        placeholder="Type to search"
        {...(isPart && { hint: `The newest ${options.length} are offered; type the name of an older one in full.` })}
        onChange={(next) => onChange({ kind, name: next })}
      />
    </div>
  );
}
