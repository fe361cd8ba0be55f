'use client';

import { X } from 'lucide-react';
import type { FormEvent } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { useUrl } from '#components/ui/use-url.ts';
import { readShown, type Show, showChoices } from './schedule-filter.ts';

const words: Record<Show, string> = { current: 'Current', active: 'Active', paused: 'Paused', ended: 'Ended' };

/** Which schedules are listed: by state and by name. The choice stands in the address. */
export function ScheduleFilterBar() {
  const { search, change } = useUrl();
  const shown = readShown(search);
  const target = shown.task ?? shown.workflow;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new FormData(event.currentTarget).get('query');
    change({ q: typeof query === 'string' ? query.trim() : undefined }, 'push');
  };
  return (
    <>
      <Segmented
        label="Which schedules"
        value={shown.show}
        options={showChoices.map((value) => ({ value, word: words[value] }))}
        onChange={(show) => change({ show: show === showChoices[0] ? undefined : show })}
      />
      <search className="w-72">
        <form onSubmit={submit}>
          <input
            // A new text in the address, as after going back, must show in the field.
            key={shown.query}
            data-query-bar
            type="search"
            name="query"
            aria-label="Search by name"
            placeholder="Search by name, then Enter"
            defaultValue={shown.query}
            onChange={(event) => event.currentTarget.value === '' && change({ q: undefined })}
            className="field h-7 w-full"
          />
        </form>
      </search>
      {target !== undefined && (
        <Button isSmall Icon={X} onClick={() => change({ task: undefined, workflow: undefined })}>
          Fires {target}
        </Button>
      )}
    </>
  );
}
