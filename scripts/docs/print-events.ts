/** Writes docs/events.md: the catalogue of domain/event-catalogue.ts as tables. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventEntries } from '#domain/event-catalogue.ts';
import { platformEventEntries } from '#domain/platform-events.ts';

/** Where the printed tables lie. */
export const eventsPath = join(import.meta.dirname, '../..', 'docs', 'events.md');

type Entries = typeof eventEntries;

/** What the file must hold. */
export const printedEvents = [
  '<!-- Generated from domain/event-catalogue.ts by `npm run generate`. -->',
  '# Events',
  '',
  'What the event log tells. An event concerns one entity, and has its noun as the first part of its name. A field of a payload is absent or null where it has nothing to tell.',
  ...printTable('Of a tenant', eventEntries),
  ...printTable('Of the platform, for platform admins', platformEventEntries),
  '',
].join('\n');

/** Prints the tables to their file. */
export async function writeEvents(): Promise<void> {
  await writeFile(eventsPath, printedEvents);
}

function printTable(title: string, entries: Entries): string[] {
  const rows = entries.map(([type, { says, move, payload = {} }]) => {
    const fields = Object.entries(payload).map(([field, holds]) => `${field}: ${holds}`);
    return `| ${type} | ${says} | ${wordsFor(move)} | ${fields.join(', ')} |`;
  });
  return ['', `## ${title}`, '', '| event | what happened | from → to | payload |', '|---|---|---|---|', ...rows];
}

function wordsFor(move: Entries[number][1]['move']): string {
  if (move === undefined) return '';
  const to = move.to.join(', ');
  return move.from.length === 0 ? `→ ${to}` : `${move.from.join(', ')} → ${to}`;
}
