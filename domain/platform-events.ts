/** The events of the platform's own log, which belongs to no tenant. The same table as that of a tenant's log. */
import type { Entry } from './event-entry.ts';

const ofToken = { name: 'text', role: 'text' } as const;

/** What it tells. */
export const platformCatalogue = {
  'user.created': { says: 'A person got an account.', payload: { platformAdmin: 'flag' } },
  'user.signed-in': { says: 'A session began.' },
  'user.signed-out': { says: 'A session was ended by its person.' },
  'user.sessions-ended': { says: 'Other sessions of a person were ended.', payload: { sessions: 'number' } },
  'user.password-changed': { says: 'A person changed their password, which ended their other sessions.' },
  'user.password-reset': { says: 'A password was set anew, which ended every session of its person.' },
  'user.reset-offered': { says: 'A platform admin made a link with which a person sets a new password.' },
  'token.created': { says: 'A token for every tenant was made.', payload: ofToken },
  'token.revoked': { says: 'It opens nothing any more.', payload: ofToken },
  'token.restored': { says: 'The token of the settings counts again.', payload: ofToken },
} as const satisfies Record<string, Entry>;

export type PlatformEventType = keyof typeof platformCatalogue;

/** Its entries, for whoever prints or checks them. */
export const platformEventEntries: readonly [type: string, entry: Entry][] = Object.entries(platformCatalogue);
