/**
 * How the tabs of a browser learn that somebody signed out. What a tab keeps is out of the reach of the others, and it may
 * be asleep or between two pages at that moment: so each sign-out leaves a mark in the store of them all, which does not
 * say whose, and a tab compares it with the one that it obeyed last.
 */
import type { BrowserStore } from './browser-store.ts';
import { forgetInTab, keepNoMore } from './own-texts.ts';

const markKey = 'taskflow-signed-out';

/** Tells the other tabs that somebody signed out here. `mark` is one that never was before. */
export function markSignOut(browser: BrowserStore, mark: string): void {
  keepNoMore(browser);
  browser.keep(markKey, mark, 'localStorage');
  obeySignOut(browser);
}

/** Obeys a sign-out under a page that shows something of the session: it keeps no more. True when there was one. */
export function leaveSignedOut(browser: BrowserStore): boolean {
  if (!isNews(browser)) return false;
  keepNoMore(browser);
  return obeySignOut(browser);
}

/** Forgets what this tab keeps from before the last sign-out. True when there was one that it had not obeyed. */
export function obeySignOut(browser: BrowserStore): boolean {
  if (!isNews(browser)) return false;
  // First, because forgetting tells everybody on the page, who would begin anew.
  browser.keep(markKey, browser.read(markKey, 'localStorage') ?? undefined, 'sessionStorage');
  // Of the browser's store nothing: a tab that wakes up late would erase what belongs to the session after.
  forgetInTab(browser);
  return true;
}

function isNews(browser: BrowserStore): boolean {
  const mark = browser.read(markKey, 'localStorage');
  return mark !== null && mark !== browser.read(markKey, 'sessionStorage');
}
