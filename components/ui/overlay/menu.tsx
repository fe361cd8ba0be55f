'use client';

import { type ComponentType, cloneElement, useState } from 'react';
import type { MenuProps } from './menu-entry.ts';

const load = () => import('./menu-list.tsx');

/** A list of acts that opens from a button. What draws it is fetched when a pointer comes near or it is pressed. */
export function Menu(props: MenuProps) {
  const [List, setList] = useState<ComponentType<MenuProps>>();
  if (List !== undefined) return <List {...props} />;
  const open = () => void load().then(({ MenuList }) => setList(() => MenuList));
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onClick: open,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      open();
    },
  });
}
