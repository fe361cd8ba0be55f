'use client';

import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProvider } from '#components/api/api-provider.tsx';
import { useViewer, ViewerProvider } from '#components/kit/viewer/use-viewer.tsx';
import { useSession } from '#components/shell/session/use-session.ts';
import { useSignOut } from '#components/shell/session/use-sign-out.ts';
import { Sign } from '#components/shell/wordmark.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Toasts } from '#components/ui/overlay/toast.tsx';

/** What stands around a page of somebody who is signed in and in no tenant: nothing that only a tenant has. */
export function Outside({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <ViewerProvider>
        <Toasts>
          <Header />
          <main className="flex min-w-0 flex-1 flex-col">{children}</main>
        </Toasts>
      </ViewerProvider>
    </ApiProvider>
  );
}

function Header() {
  const { viewer } = useViewer();
  const signOut = useSignOut();
  useSession();
  return (
    <header className="flex h-12 items-center justify-between border-b border-line bg-surface px-4">
      <span className="flex items-center gap-2.5 text-lead font-semibold tracking-tight">
        <Sign sizePx={22} />
        Taskflow
      </span>
      <div className="flex min-w-0 items-center gap-3">
        <span className="truncate text-quiet">{viewer?.name}</span>
        <Button isSmall Icon={LogOut} onClick={signOut}>
          Sign out
        </Button>
      </div>
    </header>
  );
}
