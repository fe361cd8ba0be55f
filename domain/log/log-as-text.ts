/** A log for whoever takes it away: a line of text for each line, or a line of JSON. */

import type { KeptLine } from './log-line.ts';
import { plainText } from './plain-text.ts';

export const logFormats = ['TEXT', 'NDJSON'] as const;
export type LogFormat = (typeof logFormats)[number];

/** A line with what tells it from others: ids as clients see them. */
export type NamedLine = Omit<KeptLine, 'offsetMs'> & {
  at: Date;
  job: string;
  attempt: number;
  number: number;
  stepKey: string | null;
};

/** The line as text, with a line break at its end. In TEXT a message of several lines stays one block, moved in. */
export function lineAsText(line: NamedLine, format: LogFormat): string {
  return format === 'NDJSON' ? asJson(line) : asText(line);
}

function asText({ at, level, message, fields, attempt, stepKey }: NamedLine): string {
  const whose = stepKey === null ? '' : `${oneLine(stepKey)}#${attempt} `;
  const tail = fields === null ? '' : ` ${fields}`;
  const text = plainText(message).replaceAll('\n', '\n    ');
  return `${at.toISOString()} ${level.padEnd(5)} ${whose}${text}${tail}\n`;
}

function asJson({ at, level, source, message, fields, job, attempt, number, stepKey }: NamedLine): string {
  const head = { at: at.toISOString(), level, source, job, step: stepKey, attempt, number, message };
  const text = JSON.stringify(head);
  // Fields are JSON already.
  return fields === null ? `${text}\n` : `${text.slice(0, -1)},"fields":${fields}}\n`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
