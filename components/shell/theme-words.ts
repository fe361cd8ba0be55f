import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';

/** The themes a reader can choose from. */
export const themes: readonly { name: string; word: string; Icon: LucideIcon }[] = [
  { name: 'light', word: 'Light', Icon: Sun },
  { name: 'dark', word: 'Dark', Icon: Moon },
  { name: 'system', word: 'System', Icon: Monitor },
];
