'use client';

import { useToast } from '#components/ui/overlay/toast.tsx';
import { signOut } from './sign-out.ts';

/** Signs out, or says why not. */
export function useSignOut(): () => void {
  const say = useToast();
  const leave = async () => {
    const isOut = await signOut();
    if (!isOut) say({ words: 'Still signed in: the console did not answer.', kind: 'failed' });
  };
  return () => void leave();
}
