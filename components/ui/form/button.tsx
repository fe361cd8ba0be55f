import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Link, type LinkProps } from '#components/address/link.tsx';
import { classes } from '#components/ui/classes.ts';
import { pressOf } from './press.ts';

/** `plain` acts, `primary` is the one act a screen is for, `danger` destroys, `quiet` stands among text. */
export type ButtonKind = 'plain' | 'primary' | 'danger' | 'quiet';

type Look = { kind?: ButtonKind; isSmall?: boolean; Icon?: LucideIcon };

type ButtonProps = ComponentProps<'button'> & Look & { isBusy?: boolean };

const kinds: Record<ButtonKind, string> = {
  plain: '',
  primary: 'button-primary',
  danger: 'button-danger',
  quiet: 'button-quiet',
};

/** A button. While it is busy it keeps its width and the focus and cannot be pressed again. */
export function Button({ kind = 'plain', isSmall, isBusy = false, Icon, className, children, ...given }: ButtonProps) {
  const { disabled, onClick, ...rest } = given;
  const Sign = isBusy ? LoaderCircle : Icon;
  return (
    <button
      type="button"
      {...rest}
      {...pressOf({ disabled, onClick }, isBusy)}
      className={classes('button', kinds[kind], isSmall && 'button-small', className)}
    >
      {Sign !== undefined && <Sign aria-hidden size={14} className={classes('shrink-0', isBusy && 'spin')} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: it leads somewhere and does nothing. */
export function ButtonLink({ kind = 'plain', isSmall, Icon, className, children, ...rest }: LinkProps & Look) {
  return (
    <Link {...rest} className={classes('button', kinds[kind], isSmall && 'button-small', className)}>
      {Icon !== undefined && <Icon aria-hidden size={14} className="shrink-0" />}
      {children}
    </Link>
  );
}
