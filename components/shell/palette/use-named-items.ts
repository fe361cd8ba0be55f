'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { readNow } from '#components/api/use-ask.ts';
import { type Noun, wordOf } from '#components/kit/noun/noun.ts';
import type { Named, Names, NamesOf } from '#components/kit/noun/noun-names.ts';
import { useNouns } from '#components/kit/noun/nouns-context.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { type PaletteItem, restItem } from './palette-items.ts';

/** Things by their names, noun by noun as their answers come. A noun that cannot be read leaves the others findable. */
export function useNamedItems(isWanted: boolean): PaletteItem[] {
  const api = useApi();
  const nouns = useNouns();
  const [items, setItems] = useState<readonly PaletteItem[]>([]);
  const read = useEffectEvent(async (isCurrent: () => boolean) => {
    await Promise.allSettled(
      nouns.map(async (noun) => {
        const names = await noun.names?.();
        if (names === undefined) return;
        const reading = await readNow(api, names.ask(pageBounds.pageSizeMax));
        if (reading.ok && isCurrent()) setItems((now) => [...now, ...itemsOf(noun, names, reading.value)]);
      }),
    );
  });
  useEffect(() => {
    if (!isWanted) return;
    let isShown = true;
    void read(() => isShown);
    return () => {
      isShown = false;
      setItems([]);
    };
  }, [isWanted]);
  return [...items];
}

function itemsOf(noun: Noun, { pathOf }: NamesOf, names: Names): PaletteItem[] {
  const way = { words: noun.many, way: 'search in their list', to: { href: noun.path } };
  return [...names.nodes.map((thing) => itemOf(noun, thing, pathOf(thing))), ...restItem(names, way)];
}

function itemOf(noun: Noun, { id, name }: Named, href: string): PaletteItem {
  return { key: id, word: name, kind: wordOf(noun), to: { href } };
}
