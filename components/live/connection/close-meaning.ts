/** What it means for the page that its live connection was closed, by the code that it was closed with. */

/**
 * `reconnect`: at once, then less and less often; nothing is wrong with the page. `rest`: the same would happen again, so
 * it is tried seldom, and the reader is told. `reread`: so too, and the snapshot says what is gone, the session or the
 * tenant. `sign-in`: only its reader can help.
 */
export type CloseMeaning = { act: 'reconnect' | 'rest' | 'reread' | 'sign-in'; why: string };

const lost: CloseMeaning = { act: 'reconnect', why: 'The connection was lost' };
const restarted: CloseMeaning = { act: 'reconnect', why: 'The console is being restarted' };
const faulty: CloseMeaning = { act: 'rest', why: 'The console met an internal fault' };
const otherVersion: CloseMeaning = {
  act: 'rest',
  why: 'The console and this page do not understand each other; reload the page',
};

const meanings: Readonly<Record<number, CloseMeaning>> = {
  1001: restarted,
  1006: lost,
  1009: { act: 'rest', why: 'The console takes no message as long as one of this page' },
  1011: faulty,
  1012: restarted,
  1013: { act: 'rest', why: 'The console has no room for another live page; close some that you do not need' },
  4004: otherVersion,
  4005: { act: 'rest', why: 'This page met a fault of its own; reload it' },
  4400: otherVersion,
  4401: { act: 'sign-in', why: 'Your session has ended' },
  4403: { act: 'reread', why: 'You may not follow this tenant' },
  4406: otherVersion,
  4408: { act: 'reconnect', why: 'This page read too slowly' },
  4409: otherVersion,
  // The new connection is made under the new rights.
  4412: { act: 'reconnect', why: 'Your rights have changed' },
  4429: otherVersion,
  4499: { act: 'reconnect', why: 'The connection did not answer' },
  4500: faulty,
  4504: { act: 'reconnect', why: 'The console did not answer' },
};

/** Any other code is a loss like any other. */
export function meaningOf(code: number | undefined): CloseMeaning {
  return (code === undefined ? undefined : meanings[code]) ?? lost;
}
