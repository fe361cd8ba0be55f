import { LifeBuoy } from 'lucide-react';
import { lazy } from 'react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** All jobs and runs that failed in the same way. */
export const failure: Noun = {
  name: 'failure',
  one: 'failure',
  many: 'failures',
  title: 'Failures',
  Icon: LifeBuoy,
  path: screens.failures,
  letter: 'i',
  group: 'watch',
  idType: 'failure',
  Badge: lazy(async () => ({ default: (await import('./open-failures.tsx')).OpenFailures })),
};
