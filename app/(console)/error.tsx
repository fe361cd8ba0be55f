'use client';

import { Page } from '#components/page/page.tsx';

export default function ScreenFault({ reset }: { error: Error; reset: () => void }) {
  return (
    <Page title="This screen has failed">
      <p role="alert">It cannot be shown because of a fault in the console itself. Your data is not affected.</p>
      <button type="button" className="button self-start" onClick={reset}>
        Show it again
      </button>
    </Page>
  );
}
