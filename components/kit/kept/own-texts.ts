/**
 * Texts that a person keeps in a browser while they work in a tenant: drafts, what was asked and looked at lately.
 * Nobody else who signs in here meets them, and they end with the session.
 */
import type { BrowserStore, StoreName } from './browser-store.ts';

/** Whose text it is, and in which tenant. */
export type Owner = { user: string; tenant: string };
/** A text by its name, in the browser's store or in the tab's. */
export type OwnText = { owner: Owner; what: string; store: StoreName };

const prefix = 'taskflow:';

/** Reads a text; null until there is one. */
export function readOwn(browser: BrowserStore, { owner, what, store }: OwnText): string | null {
  return browser.read(keyOf(owner, what), store);
}

/** Keeps a text, or none. */
export function keepOwn(browser: BrowserStore, { owner, what, store }: OwnText, text: string | undefined): void {
  browser.keep(keyOf(owner, what), text, store);
}

/** Forgets everything of a person, in every tenant. */
export function forgetOwn(browser: BrowserStore, user: string): void {
  browser.forget((key) => key.startsWith(prefixOf(user)));
}

/** Forgets everything that persons keep in this tab and nowhere else. */
export function forgetInTab(browser: BrowserStore): void {
  browser.forget((key) => key.startsWith(prefix), 'sessionStorage');
}

/** From now on keeps nothing of anybody: the page is being left, and what it still shows must not be noted again. */
export function keepNoMore(browser: BrowserStore): void {
  browser.close((key) => key.startsWith(prefix));
}

/** Forgets what others have left who never signed out here. */
export function forgetOthers(browser: BrowserStore, user: string): void {
  browser.forget((key) => key.startsWith(prefix) && !key.startsWith(prefixOf(user)));
}

// `taskflow:<user>:<tenant>:<what>`; a colon in one part must not begin the next one.
function keyOf({ user, tenant }: Owner, what: string): string {
  return `${prefixOf(user)}${encodeURIComponent(tenant)}:${what}`;
}

function prefixOf(user: string): string {
  return `${prefix}${encodeURIComponent(user)}:`;
}
