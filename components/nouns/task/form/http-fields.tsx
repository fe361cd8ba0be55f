'use client';

import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { taskBounds } from '#domain/bounds/task.ts';
import { httpMethods } from '#domain/task/handler.ts';
import { HeadersField } from './headers-field.tsx';
import type { TaskFormProps } from './task-builder.tsx';
import { type BodyKind, taskFields } from './task-form.ts';

const bodyKinds: readonly { value: BodyKind; word: string }[] = [
  { value: 'params', word: 'Params' },
  { value: 'json', word: 'JSON' },
  { value: 'text', word: 'Text' },
];

/** One HTTP call: where to, with which headers, and what goes along. */
export function HttpFields({ form }: TaskFormProps) {
  const { method, url, headers, logBody } = form.values;
  return (
    <>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-2">
        <Select
          label="Method"
          value={method}
          options={httpMethods.map((value) => ({ value, word: value }))}
          onChange={(next) => form.change({ method: next })}
        />
        <TextField
          {...form.field('url')}
          label={taskFields.url.label}
          isMono
          autoComplete="off"
          spellCheck={false}
          maxLength={taskBounds.urlLengthMax}
          placeholder="https://example.com/reports/${{ params.id }}"
          value={url}
          onChange={(event) => form.change({ url: event.currentTarget.value })}
        />
      </div>
      <p className="-mt-2 text-small text-quiet">
        {'URL, headers and body may hold ${{ params.x }}, ${{ job.id }} and ${{ job.attempt }}.'}
      </p>
      <HeadersField {...form.field('headers')} value={headers} onChange={(next) => form.change({ headers: next })} />
      <BodyField form={form} />
      <Checkbox
        label="Write the bodies of request and answer to the log"
        checked={logBody}
        onChange={(next) => form.change({ logBody: next })}
      />
    </>
  );
}

function BodyField({ form }: TaskFormProps) {
  const { bodyKind, body } = form.values;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-3">
        <span className="font-medium">Body</span>
        <Segmented
          label="Body is"
          value={bodyKind}
          options={bodyKinds}
          onChange={(next) => form.change({ bodyKind: next })}
        />
      </div>
      {bodyKind === 'params' ? (
        <p className="text-small text-quiet">The params of the job, as JSON, where the method has a body.</p>
      ) : (
        <TextArea
          {...form.field('body')}
          label={taskFields.body.label}
          isLabelHidden
          isMono
          rows={Math.min(14, Math.max(4, body.split('\n').length))}
          spellCheck={false}
          {...(bodyKind === 'json' && { hint: 'A text that is one expression keeps the type of its value.' })}
          value={body}
          onChange={(event) => form.change({ body: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
