'use client';

import { useUrl } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { TaskQueuesDocument } from '#components/generated/tasks.ts';
import { SearchBar } from '#components/kit/list/search-bar.tsx';
import { handlerWords } from '#components/nouns/task/task-words.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { handlerChoices, readShown, type Show, showChoices } from './task-filter.ts';

const words: Record<Show, string> = { current: 'Current', deprecated: 'Deprecated', all: 'All' };
// No queue has a name with a blank at its end.
const any = 'any ';

/** Which tasks are listed: by words, handler and queue. The choice stands in the address. */
export function TaskFilterBar() {
  const { search, change } = useUrl();
  const { show, handler, queue } = readShown(search);
  const { data } = useReading({ query: TaskQueuesDocument, variables: {} });
  const names = new Set([...(data?.queues ?? []).map(({ name }) => name), ...(queue === undefined ? [] : [queue])]);
  return (
    <>
      <Segmented
        label="Which tasks"
        value={show}
        options={showChoices.map((value) => ({ value, word: words[value] }))}
        onChange={(next) => change({ show: next === showChoices[0] ? undefined : next })}
      />
      <SearchBar label="Search tasks" placeholder="Name or description" />
      <div className="w-40">
        <Select
          label="Handler"
          isLabelHidden
          isSmall
          value={handler ?? any}
          options={[
            { value: any, word: 'Every handler' },
            ...handlerChoices.map((value) => ({ value, word: handlerWords[value] })),
          ]}
          onChange={(value) => change({ handler: value === any ? undefined : value.toLowerCase() })}
        />
      </div>
      <div className="w-40">
        <Select
          label="Queue"
          isLabelHidden
          isSmall
          value={queue ?? any}
          options={[{ value: any, word: 'Every queue' }, ...[...names].map((value) => ({ value, word: value }))]}
          onChange={(value) => change({ queue: value === any ? undefined : value })}
        />
      </div>
    </>
  );
}
