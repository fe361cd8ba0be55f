import { LockKeyhole } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { lockPath, screens } from '#components/kit/words/paths.ts';

/** What only so many running jobs may hold at once: a mutex, a pool, a cap. */
export const gate: Noun = {
  name: 'gate',
  one: 'lock',
  many: 'locks',
  title: 'Locks & pools',
  Icon: LockKeyhole,
  path: screens.locks,
  letter: 'm',
  group: 'operate',
  idType: 'gate',
  names: async () => {
    const { LockNamesDocument } = await import('#components/generated/gates.ts');
    return {
      ask: (first) => ask(LockNamesDocument, { first }, ({ locks }) => locks),
      pathOf: ({ id }) => lockPath(id),
    };
  },
};
