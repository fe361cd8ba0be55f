import { LifeBuoy } from 'lucide-react';
import { lazy } from 'react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** All jobs and runs that failed in the same way: what needs attention. */
export const failure: Noun = {
  name: 'failure',
  one: 'failure',
  many: 'failures',
  title: 'Needs attention',
  Icon: LifeBuoy,
  path: screens.failures,
  letter: 'i',
  group: 'watch',
  idType: 'failure',
  Badge: lazy(async () => ({ default: (await import('./open-failures.tsx')).OpenFailures })),
};
