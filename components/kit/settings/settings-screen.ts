/** A screen of settings as a value: its sections, each with an address, and who they are for. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Permission } from '#domain/access/permissions.ts';

/** Whom a section is for, and what everybody else reads who comes by its address. */
export type SectionNeed = {
  permission: Permission;
  /** What their role does not do, as a sentence. */
  title: string;
  /** What they can do instead. */
  hint: string;
  Icon?: LucideIcon;
};

/** One section: a tab with an address of its own, and the panels below it. */
export type SettingsSection = {
  /** What the address calls it: `members`. */
  name: string;
  /** The word on its tab. */
  title: string;
  /** Without it the section is for everybody who sees the screen. */
  needs?: SectionNeed;
  /** Drawn only for those whom the section is for. */
  Panels: ComponentType;
};

/** The screen opens with its first section, which therefore is for everybody. */
type Sections = readonly [SettingsSection & { needs?: never }, ...SettingsSection[]];

export type SettingsScreen = { title: string; sections: Sections };

/** What a reader finds: the tabs, the section that is open, and what keeps them from it. */
export type OpenedSettings = {
  shown: readonly SettingsSection[];
  open: SettingsSection;
  missing: SectionNeed | undefined;
};

/** Declares a screen. Two sections under one name would share an address, and throw at once. */
export function settingsScreen(screen: SettingsScreen): SettingsScreen {
  const names = screen.sections.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new Error(`${screen.title} has two sections called ${twice}`);
  return screen;
}

/**
 * The screen at an address for a reader who may do these things. What is not for them has no tab; an address that names
 * it is answered all the same, with the reason, since somebody sent them there.
 */
export function openSettings(
  { sections }: SettingsScreen,
  { asked, may }: { asked: string | null; may: (permission: Permission) => boolean },
): OpenedSettings {
  const isFor = ({ needs }: SettingsSection) => needs === undefined || may(needs.permission);
  const open = sections.find(({ name }) => name === asked) ?? sections[0];
  const shown = sections.filter((section) => section === open || isFor(section));
  return { shown, open, missing: isFor(open) ? undefined : open.needs };
}
