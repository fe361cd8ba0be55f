'use client';

import { useReading } from '#components/api/use-reading.ts';
import { DiffView } from '#components/editor/diff-view.tsx';
import { TaskImpactDocument } from '#components/generated/tasks.ts';
import { readObject } from '#components/kit/form/schema/json-text.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { BrokenWorkflows } from '#components/kit/versions/broken-workflows.tsx';
import { useSettled } from '#components/ui/form/use-settled.ts';
import { readSchema } from '#domain/json-schema/read-schema.ts';
import { printForm } from './print-form.ts';
import type { TaskForm } from './task-form.ts';

/** What the next version changes, before it is registered. */
export function ChangesPanel({ form, before }: { form: TaskForm; before: { number: number; source: string } }) {
  const after = printForm(form);
  const next = before.number + 1;
  return (
    <Panel title={`What version ${next} changes`}>
      {after === before.source ? (
        <p className="p-3 text-quiet">Nothing yet: it says the same as version {before.number}.</p>
      ) : (
        <div className="flex max-h-[26rem] min-h-0 flex-col">
          <DiffView label={`From version ${before.number} to version ${next}`} before={before.source} after={after} />
        </div>
      )}
      <Impact form={form} />
    </Panel>
  );
}

/** The workflows that read what the results of this version do not hold. */
function Impact({ form }: { form: TaskForm }) {
  const text = useSettled(form.resultSchema, pauseMs);
  const schema = text.trim() === '' ? undefined : readObject(text);
  const isReadable = schema !== undefined && readSchema(schema).faults.length === 0;
  const variables = { name: form.name, resultSchema: schema ?? null };
  const { data } = useReading({ query: TaskImpactDocument, variables, pause: !isReadable });
  const breaks = isReadable ? (data?.taskImpact.breaks ?? []) : [];
  if (breaks.length === 0) return null;
  return (
    <div className="border-t border-line p-3">
      <BrokenWorkflows
        sentence={{ one: 'reads what its results would not hold.', several: 'read what its results would not hold.' }}
        breaks={breaks}
        leftOut={data?.taskImpact.leftOut ?? 0}
      />
    </div>
  );
}

const pauseMs = 500;
