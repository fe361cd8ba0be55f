'use client';

import { useEffect, useEffectEvent } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';

/** Whoever comes by a link to a step finds it chosen. */
export function useStepOfAddress({ sketch, choose }: Editing): void {
  const { search } = useUrl();
  const asked = search.get('step');
  const isThere = asked !== null && sketch?.steps.has(asked) === true;
  const come = useEffectEvent((stepKey: string) => choose([stepKey]));
  useEffect(() => {
    if (isThere && asked !== null) come(asked);
  }, [isThere, asked]);
}
