import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react';

/** One line of a menu. */
export type MenuEntry =
  | {
      kind: 'act';
      word: string;
      act: () => void;
      Icon?: LucideIcon;
      keys?: string;
      hint?: string;
      isDanger?: boolean;
      isDisabled?: boolean;
      isChosen?: boolean;
    }
  | { kind: 'link'; word: string; href: string; Icon?: LucideIcon; hint?: string }
  /** Leads out of the tenant, to a whole address. */
  | { kind: 'away'; word: string; address: string; hint?: string }
  | { kind: 'title'; word: ReactNode }
  | { kind: 'line' };

/** The button that opens the menu, and its lines. */
export type MenuProps = {
  trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
};
