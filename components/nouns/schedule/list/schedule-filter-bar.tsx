'use client';

import { X } from 'lucide-react';
import { useUrl } from '#components/address/use-url.ts';
import { SearchBar } from '#components/kit/list/search-bar.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { readShown, type Show, showChoices } from './schedule-filter.ts';

const words: Record<Show, string> = { current: 'Current', active: 'Active', paused: 'Paused', ended: 'Ended' };

/** Which schedules are listed: by state and by name. The choice stands in the address. */
export function ScheduleFilterBar() {
  const { search, change } = useUrl();
  const shown = readShown(search);
  const target = shown.task ?? shown.workflow;
  return (
    <>
      <Segmented
        label="Which schedules"
        value={shown.show}
        options={showChoices.map((value) => ({ value, word: words[value] }))}
        onChange={(show) => change({ show: show === showChoices[0] ? undefined : show })}
      />
      <SearchBar label="Search by name" placeholder="Search by name" />
      {target !== undefined && (
        <Button isSmall Icon={X} onClick={() => change({ task: undefined, workflow: undefined })}>
          Fires {target}
        </Button>
      )}
    </>
  );
}
