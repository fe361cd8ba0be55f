'use client';

import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classes } from '#components/ui/classes.ts';
import { Tooltip } from '#components/ui/overlay/tooltip.tsx';
import { pressOf } from './press.ts';

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  /** What it does: its name for a screen reader and its tooltip. */
  label: string;
  Icon: LucideIcon;
  isSmall?: boolean;
  isBusy?: boolean;
  /** A frame, as other buttons have. */
  isFramed?: boolean;
  /** Keys that do the same, shown in the tooltip: `mod+k`. */
  keys?: string;
};

/** A button that is a sign only; its words are in the tooltip. */
export function IconButton({ label, Icon, isSmall, isBusy = false, isFramed, keys, ...given }: IconButtonProps) {
  const { disabled, onClick, ...rest } = given;
  const Sign = isBusy ? LoaderCircle : Icon;
  return (
    <Tooltip content={label} keys={keys}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        {...pressOf({ disabled, onClick }, isBusy)}
        className={classes(
          'button shrink-0 px-0',
          isFramed !== true && 'button-quiet',
          isSmall === true ? 'h-7 w-7' : 'h-8 w-8',
          rest.className,
        )}
      >
        <Sign aria-hidden size={15} className={isBusy ? 'spin' : undefined} />
      </button>
    </Tooltip>
  );
}
