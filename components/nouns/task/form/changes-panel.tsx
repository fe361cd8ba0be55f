'use client';

import { DiffView } from '#components/editor/diff-view.tsx';
import { Panel } from '#components/kit/page/page.tsx';
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
    </Panel>
  );
}
