'use client';

import { Panel } from '#components/kit/page/page.tsx';
import { sayErrorType } from '#components/kit/words/say-error.ts';
import type { JobDetails } from '#components/nouns/job/one-job.ts';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';

/** Why the latest attempt failed, with all that the handler told. */
export function ErrorPanel({ error }: { error: NonNullable<JobDetails['error']> }) {
  const { type, message, retryable, stack } = error;
  const text = [`${type}: ${message}`, stack].filter((part) => part !== null).join('\n');
  return (
    <Panel title="Error" aside={<CopyButton text={text} label="Copy the error" />}>
      <div className="flex flex-col gap-1 px-3 py-2.5">
        <p className="break-words text-failed">{message}</p>
        <p className="text-quiet">
          {sayErrorType(type)} <span className="identifier">{type}</span>,{' '}
          {retryable ? 'may be tried again' : 'not to be tried again'}
        </p>
      </div>
      {stack !== null && (
        <ScrollBox as="pre" className="max-h-72 overflow-auto border-t border-line p-3 font-mono text-small">
          {stack}
        </ScrollBox>
      )}
    </Panel>
  );
}
