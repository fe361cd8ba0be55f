'use client';

import type { TaskTestPartsFragment } from '#components/generated/tasks.ts';
import { JsonBlock } from '#components/kit/page/json-block.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import { isJsonObject } from '#domain/value/json.ts';

type Test = TaskTestPartsFragment;

/** What came of a test call: how it ended, what the server answered, what a job would keep, and what was written. */
export function TestOutcome({ test }: { test: Test }) {
  const { error, tookMs, answer, result, isResultCut } = test;
  return (
    <section aria-label="Outcome of the test" className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-2">
        <StateMark look={error === null ? jobLooks.SUCCEEDED : jobLooks.FAILED} />
        <span>after {saySpan(tookMs)}</span>
        {answer !== null && <span className="text-quiet">the server answered {answer.status}</span>}
      </p>
      {error !== null && (
        <p className="text-failed">
          <span className="font-mono text-[0.93em]">{error.type}</span> {error.message}
          <span className="block text-small text-quiet">
            {error.retryable ? 'A job would be tried again.' : 'A job would not be tried again.'}
          </span>
        </p>
      )}
      {answer !== null && <Answer answer={answer} />}
      {answer === null && error === null && (
        <Block title={isResultCut ? 'Its result is too large to be shown' : 'Result'}>
          {!isResultCut && <JsonBlock value={result} />}
        </Block>
      )}
      <Lines test={test} />
    </section>
  );
}

function Answer({ answer }: { answer: NonNullable<Test['answer']> }) {
  const headers = isJsonObject(answer.headers) ? Object.entries(answer.headers) : [];
  return (
    <>
      <Block title={answer.isCut ? 'Body, the beginning of it' : 'Body'}>
        <ScrollBox
          as="pre"
          className="max-h-72 overflow-auto whitespace-pre-wrap break-all p-2.5 font-mono text-[0.88em]"
        >
          {answer.body === '' ? '(empty)' : readable(answer.body)}
        </ScrollBox>
      </Block>
      <details>
        <summary className="w-fit py-1 text-quiet">{headers.length} headers</summary>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 pt-1 font-mono text-[0.88em]">
          {headers.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-quiet">{name}</dt>
              <dd className="break-all">{String(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

const levelColours: Partial<Record<Test['lines'][number]['level'], string>> = {
  WARN: 'text-warning',
  ERROR: 'text-failed',
  DEBUG: 'text-quiet',
};

function Lines({ test: { lines, linesLeftOut } }: { test: Test }) {
  if (lines.length === 0) return null;
  return (
    <Block title="Log">
      <ScrollBox className="max-h-60 overflow-auto p-2.5 font-mono text-[0.88em]">
        <ol>
          {lines.map(({ offsetMs, level, message }, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never move
            <li key={n} className="flex gap-3">
              <span className="figures w-16 shrink-0 text-right text-quiet">{offsetMs} ms</span>
              <span className={`min-w-0 whitespace-pre-wrap break-all ${levelColours[level] ?? ''}`}>{message}</span>
            </li>
          ))}
          {linesLeftOut > 0 && <li className="text-quiet">and {linesLeftOut.toLocaleString('en')} more</li>}
        </ol>
      </ScrollBox>
    </Block>
  );
}

function Block({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 text-small text-quiet">{title}</h3>
      <div className="rounded border border-line bg-canvas empty:hidden">{children}</div>
    </div>
  );
}

/** JSON laid out; anything else as it came. */
function readable(body: string): string {
  if (!/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch (error) {
    // It only looked like JSON, or was cut.
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}
