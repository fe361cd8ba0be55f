'use client';

import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { signOut } from './sign-out.ts';

/** Signs out, or says why not. */
export function useSignOut(): () => void {
  const say = useToast();
  const { viewer } = useViewer();
  const leave = async () => {
    const isOut = await signOut(viewer?.id);
    if (!isOut) say({ words: 'Still signed in: the console did not answer.', kind: 'failed' });
  };
  return () => void leave();
}
