'use client';

import { Pencil, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { screens } from '#components/kit/words/paths.ts';
import type { Lock } from '#components/nouns/gate/gate-words.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';

// Most visits change nothing: the dialogs come when they are asked for.
const PoolDialog = dynamic(() => import('./pool-dialog.tsx').then((late) => late.PoolDialog), { ssr: false });
const DeletePoolDialog = dynamic(() => import('./delete-pool-dialog.tsx').then((late) => late.DeletePoolDialog), {
  ssr: false,
});

type Asked = { kind: 'change' | 'delete'; pool: Lock };

/** What can be done with a pool, in its row or on its page. What is asked stands as it was asked, whatever the row says meanwhile. */
export function PoolButtons({ pool, isOfPage = false }: { pool: Lock; isOfPage?: boolean }) {
  const mayEdit = useMay('queue.edit');
  const go = useGo();
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const change = () => setAsked({ kind: 'change', pool });
  const remove = () => setAsked({ kind: 'delete', pool });
  usePageActions(
    mayEdit && isOfPage
      ? [
          { word: 'Change pool …', act: change, Icon: Pencil },
          { word: 'Delete pool …', act: remove, Icon: Trash2 },
        ]
      : [],
  );
  if (!mayEdit) return null;
  return (
    <span className={isOfPage ? 'flex gap-2' : 'flex justify-end gap-1'}>
      {isOfPage ? (
        <>
          <Button Icon={Pencil} onClick={change}>
            Change
          </Button>
          <Button Icon={Trash2} onClick={remove}>
            Delete
          </Button>
        </>
      ) : (
        <>
          <IconButton isSmall label={`Change ${pool.key}`} Icon={Pencil} onClick={change} />
          <IconButton isSmall label={`Delete ${pool.key}`} Icon={Trash2} onClick={remove} />
        </>
      )}
      {asked?.kind === 'change' && <PoolDialog pool={asked.pool} onClose={close} />}
      {asked?.kind === 'delete' && (
        <DeletePoolDialog
          pool={asked.pool}
          onClose={close}
          onDone={() => {
            close();
            if (isOfPage) go(screens.locks);
          }}
        />
      )}
    </span>
  );
}
