'use client';

import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { UserError } from '#components/api/told.ts';
import { type TaskTestPartsFragment, TestTaskDocument } from '#components/generated/tasks.ts';
import { FormPart } from '#components/kit/form/form-part.tsx';
import { asSentence } from '#components/kit/form/form-state.ts';
import { readJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { useSend } from '#components/kit/form/use-send.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { enqueueAtFirst, paramProblems } from '#components/nouns/task/enqueue/enqueue-form.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { TaskFormProps } from './task-builder.tsx';
import { handlerInput, type TaskForm } from './task-form.ts';
import { TestOutcome } from './test-outcome.tsx';

type Tried = { test: TaskTestPartsFragment | undefined; refusals: readonly UserError[]; isOwn?: boolean };

/** Tries the definition out as it stands in the form: a worker carries it out once, and no job is made. */
export function TestPanel({ form }: TaskFormProps) {
  const [params, setParams] = useState(() => enqueueAtFirst(readObject(form.values.inputSchema)).params);
  const [tried, setTried] = useState<Tried>();
  const [isBusy, setIsBusy] = useState(false);
  const mayTest = useMay('task.edit');
  const send = useSend(TestTaskDocument, (data) => data.testTask);
  const schema = form.values.inputSchema.trim() === '' ? undefined : readObject(form.values.inputSchema);
  const own = tried?.isOwn === true ? paramProblems(schema, params) : [];
  const refused = (tried?.refusals ?? []).flatMap(({ path, message }) =>
    path?.[0] === 'params' ? [{ path: path.slice(1), message: asSentence(message) }] : [],
  );
  const inner = own.length > 0 ? own : refused;
  const tryOut = async () => {
    if (paramProblems(schema, params).length > 0) return setTried({ test: undefined, refusals: [], isOwn: true });
    setIsBusy(true);
    setTried(undefined);
    const { data, refusals } = await send({ input: testInput(form.values, params) });
    setIsBusy(false);
    setTried({ test: data?.testTask.test ?? undefined, refusals });
  };
  return (
    <FormPart
      title="Try it out"
      aside={
        <Button isSmall Icon={FlaskConical} isBusy={isBusy} disabled={!mayTest} onClick={() => void tryOut()}>
          Test call
        </Button>
      }
    >
      {/* Enter in a field of the test means the test, not the form around it. */}
      <fieldset
        aria-label="The test"
        className="min-w-0"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
          event.preventDefault();
          if (mayTest) void tryOut();
        }}
      >
        <SchemaField
          label="Params of the test"
          field={undefined}
          schema={schema}
          value={params}
          problem={inner.length > 0 ? inner.map(({ message }) => message).join(' ') : undefined}
          inner={inner}
          onChange={setParams}
        />
      </fieldset>
      <div aria-live="polite" className="flex flex-col gap-3">
        {isBusy && <Skeleton rows={3} />}
        {tried !== undefined && <Refusals refusals={tried.refusals.filter(({ path }) => path?.[0] !== 'params')} />}
        {tried?.test !== undefined && <TestOutcome test={tried.test} />}
        {tried === undefined && !isBusy && (
          <p className="text-small text-quiet">
            A worker carries it out once, with the same reach as for a job, in 10 seconds at most. No job is made and
            nothing is registered; what it asks of others is done all the same.
          </p>
        )}
      </div>
    </FormPart>
  );
}

function Refusals({ refusals }: { refusals: readonly UserError[] }) {
  if (refusals.length === 0) return null;
  return (
    <ul role="alert" className="flex flex-col gap-1 text-failed">
      {refusals.map(({ message, path }) => (
        <li key={`${path?.join('.')} ${message}`} className="flex items-start gap-2">
          <span className="mt-0.5">
            <Glyph name="mark" />
          </span>
          <span>
            {path !== undefined && path !== null && path.length > 0 && (
              <span className="font-mono text-[0.9em]">{path.join('.')}: </span>
            )}
            {asSentence(message)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function testInput(form: TaskForm, params: string) {
  const inputSchema = form.inputSchema.trim() === '' ? undefined : readObject(form.inputSchema);
  const resultSchema = form.resultSchema.trim() === '' ? undefined : readObject(form.resultSchema);
  const given = readJson(params);
  return {
    name: form.name.trim() || 'not-named-yet',
    handler: handlerInput(form),
    queue: form.queue.trim(),
    ...(given !== undefined && { params: given }),
    ...(inputSchema !== undefined && { inputSchema }),
    ...(resultSchema !== undefined && { resultSchema }),
  };
}
