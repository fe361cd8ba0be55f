'use client';

import { Refusal } from '#components/kit/page/notice.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { formBounds } from './form-bounds.ts';
import type { FormFrame } from './use-form.ts';

/** Why a form was not sent. A long form names its fields, which may lie out of sight, and leads to each. */
export function FormProblems({ form: { failed, fieldCount, refusal, focus } }: { form: FormFrame }) {
  if (refusal !== undefined || failed.length === 0) return <Refusal sentence={refusal} />;
  if (fieldCount <= formBounds.fieldsInSight) return <Refusal sentence="Some fields need another look." />;
  return (
    <div role="alert" className="flex flex-col gap-1">
      <p className="flex items-center gap-2 text-failed">
        <Glyph name="mark" />
        {failed.length === 1 ? 'One field needs' : `${failed.length} fields need`} another look:
      </p>
      <ul className="flex flex-col pl-5.5">
        {failed.map(({ field, label, problem }) => (
          <li key={field}>
            <button type="button" className="link min-h-6 text-left" onClick={() => focus(field)}>
              {label}
            </button>
            <span className="text-quiet">: {problem}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
