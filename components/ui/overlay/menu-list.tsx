'use client';

import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { AwayLink, Link } from '#components/address/link.tsx';
import { classes } from '#components/ui/classes.ts';
import { KeyHint } from '#components/ui/key-hint.tsx';
import type { MenuEntry, MenuProps } from './menu-entry.ts';

/** The menu itself, open from the first moment on. */
export function MenuList({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="menu-list min-w-48">
          <MenuLines entries={entries} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The lines of a menu, inside of its box. */
export function MenuLines({ entries }: { entries: readonly MenuEntry[] }) {
  return entries.map((entry, place) => <Entry key={keyOf(entry, place)} entry={entry} />);
}

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case 'line':
      return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
    case 'title':
      return <Radix.Label className="px-2 py-1 text-small text-quiet">{entry.word}</Radix.Label>;
    case 'link':
      return (
        <Radix.Item asChild>
          <Link href={entry.href} className="menu-item">
            <EntryWords {...entry} />
          </Link>
        </Radix.Item>
      );
    case 'away':
      return (
        <Radix.Item asChild>
          <AwayLink address={entry.address} className="menu-item">
            <EntryWords {...entry} />
          </AwayLink>
        </Radix.Item>
      );
    case 'act':
      if (entry.isChosen !== undefined) {
        return (
          <Radix.CheckboxItem checked={entry.isChosen} onSelect={entry.act} className="menu-item">
            <EntryWords {...entry} />
          </Radix.CheckboxItem>
        );
      }
      return (
        <Radix.Item
          disabled={entry.isDisabled === true}
          onSelect={entry.act}
          className={classes('menu-item', entry.isDanger && 'text-failed')}
        >
          <EntryWords {...entry} />
        </Radix.Item>
      );
  }
}

type Words = { word: string; Icon?: LucideIcon; hint?: string; keys?: string; isChosen?: boolean };

function EntryWords({ word, Icon, hint, keys, isChosen }: Words) {
  return (
    <>
      {Icon !== undefined && <Icon aria-hidden size={14} className="shrink-0 text-quiet" />}
      <span className="min-w-0 flex-1 truncate">{word}</span>
      {hint !== undefined && <span className="text-small text-quiet">{hint}</span>}
      {keys !== undefined && <KeyHint keys={keys} />}
      {isChosen === true && <Check aria-hidden size={14} className="shrink-0" />}
    </>
  );
}

function keyOf(entry: MenuEntry, place: number): string {
  // Two tenants may have the same name.
  if (entry.kind === 'away') return entry.address;
  return 'word' in entry && typeof entry.word === 'string' ? `${entry.kind} ${entry.word}` : `${entry.kind} ${place}`;
}
