'use client';

import { usePreference } from '#components/kit/kept/preferences.ts';
import { Switch } from '#components/ui/form/switch.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import type { Scope } from '#components/ui/keyboard/bindings.ts';
import { useActiveScopes } from '#components/ui/keyboard/use-keys.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

/** What keys do at this moment, on this screen. */
export function KeysSheet({ onClose }: { onClose: () => void }) {
  const scopes = useActiveScopes();
  const [singleKeys, setSingleKeys] = usePreference('singleKeys');
  return (
    <Dialog
      title="Keyboard shortcuts"
      width="large"
      onClose={onClose}
      actions={
        <div className="mr-auto">
          <Switch
            label="Single-key shortcuts"
            checked={singleKeys === 'on'}
            onChange={(isOn) => setSingleKeys(isOn ? 'on' : 'off')}
            hint="Off: letters without Ctrl or Cmd do nothing, for those who dictate or press keys by accident."
          />
        </div>
      }
    >
      <div className="columns-1 gap-8 sm:columns-2">
        {scopes.toReversed().map((scope) => (
          <ScopeKeys key={scope.name} scope={scope} />
        ))}
      </div>
    </Dialog>
  );
}

function ScopeKeys({ scope }: { scope: Scope }) {
  return (
    <section aria-label={scope.name} className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-small font-semibold text-quiet">{scope.name}</h3>
      <dl>
        {scope.bindings.map(({ keys, words }) => (
          <div key={keys} className="flex min-h-7 items-center justify-between gap-4 border-b border-line">
            <dt>{words}</dt>
            <dd>
              <KeyHint keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
