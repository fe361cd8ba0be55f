'use client';

import { SquarePen } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { Button } from '#components/ui/form/button.tsx';
import { isSettledRun } from '#domain/machines.ts';

const ChangeWindow = dynamic(() => import('./change-window.tsx').then((module) => module.ChangeWindow), { ssr: false });

/** Opens the window in which an open run is changed; nothing for a run that is over or ends. */
export function ChangeRunButton({ run }: { run: RunDetails }) {
  const [isOpen, setIsOpen] = useState(false);
  const mayChange = useMay('run.operate') && !isSettledRun(run.state) && run.endsAs === null;
  return (
    <>
      {mayChange && (
        <Button Icon={SquarePen} onClick={() => setIsOpen(true)}>
          Change…
        </Button>
      )}
      {isOpen && <ChangeWindow run={run} onClose={() => setIsOpen(false)} />}
    </>
  );
}
