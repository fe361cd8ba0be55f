'use client';

import { Rocket } from 'lucide-react';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { screens } from '#components/kit/words/paths.ts';
import { firstJob } from '#components/nouns/job/details/as-curl.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';

/** Says that there is no job yet, and what makes the first one. */
export function NoJobs() {
  const isBrowser = useIsBrowser();
  return (
    <NoRowsPanel>
      <FirstJob origin={isBrowser ? window.location.origin : ''} />
    </NoRowsPanel>
  );
}

function FirstJob({ origin }: { origin: string }) {
  const commands = firstJob(origin);
  return (
    <>
      <EmptyState
        Icon={Rocket}
        title="There are no jobs yet."
        actions={
          <>
            <ButtonLink href={screens.settings}>Make an API token</ButtonLink>
            <ButtonLink href={screens.schedules}>Let a schedule fire one</ButtonLink>
          </>
        }
      >
        A job is one execution of a task. Register a task, enqueue a job of it, and watch it here.
      </EmptyState>
      <div className="mx-auto flex max-w-4xl flex-col gap-4 px-6 pb-8">
        <Command title="1. Register a task that gives back what it gets" text={commands.register} />
        <Command title="2. Enqueue a job of it" text={commands.enqueue} />
      </div>
    </>
  );
}

function Command({ title, text }: { title: string; text: string }) {
  return (
    <section aria-label={title} className="panel">
      <header className="flex min-h-9 items-center justify-between gap-3 border-b border-line px-3">
        <h2 className="font-medium">{title}</h2>
        <CopyButton text={text} words="Copy" />
      </header>
      <ScrollBox as="pre" className="overflow-x-auto p-3 font-mono text-[0.9em] leading-snug">
        {text}
      </ScrollBox>
    </section>
  );
}
