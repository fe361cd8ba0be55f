'use client';

import { Page } from '#components/kit/page/page.tsx';
import { Button } from '#components/ui/form/button.tsx';

export default function ScreenFault({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page title="This screen has failed">
      <div className="panel flex flex-col items-start gap-2 p-4">
        <p role="alert">It cannot be shown because of a fault in the console itself. Your data is not affected.</p>
        <p className="text-quiet">
          Show it again. If it fails again, tell whoever runs Taskflow
          {error.digest === undefined ? '.' : ' and name '}
          {error.digest !== undefined && <span className="identifier">{error.digest}</span>}
        </p>
        <div className="mt-2">
          <Button kind="primary" onClick={reset}>
            Show it again
          </Button>
        </div>
      </div>
    </Page>
  );
}
