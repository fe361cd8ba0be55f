'use client';

import { Search } from 'lucide-react';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { ConnectionChip } from '#components/live/connection-chip.tsx';
import { TenantSwitch } from '#components/shell/session/tenant-switch.tsx';
import { UserMenu } from '#components/shell/session/user-menu.tsx';
import { ZoneChip } from '#components/time/zone-chip.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';

type HeaderProps = { onPalette: () => void; onShowKeys: () => void };

/** The strip above every screen: which tenant, the way to anything, whether what is shown is live, whose time, who. */
export function Header({ onPalette, onShowKeys }: HeaderProps) {
  const { viewer } = useViewer();
  return (
    <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface px-4 max-sm:h-auto max-sm:flex-wrap max-sm:gap-1.5 max-sm:px-2 max-sm:py-1.5">
      {/* Its place is kept, so that nothing moves when the name arrives. */}
      <div className="w-52 shrink-0 max-md:w-36">{viewer?.tenant && <TenantSwitch tenant={viewer.tenant} />}</div>
      <button
        type="button"
        aria-label="Command palette"
        aria-haspopup="dialog"
        onClick={onPalette}
        className="button button-small w-72 min-w-8 shrink justify-start max-md:w-8 max-md:justify-center border-line bg-canvas px-2 text-quiet hover:border-control"
      >
        <Search aria-hidden size={14} className="shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left max-md:hidden">Search or jump to …</span>
        <span className="max-md:hidden">
          <KeyHint keys="mod+k" />
        </span>
      </button>
      <div className="ml-auto flex shrink-0 items-center gap-1.5 max-sm:ml-0 max-sm:gap-0.5">
        <ConnectionChip />
        <ZoneChip />
        <UserMenu onShowKeys={onShowKeys} />
      </div>
    </header>
  );
}
