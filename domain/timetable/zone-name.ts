/** Which names are time zones, and what to write instead of one that is not. */
import { zoneNames } from './zone-names.ts';

const zoneNamePattern = /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/;

// Abbreviations are claimed by several places: the ones that people most often mean, the likeliest first.
const meant: Record<string, string> = {
  act: 'Australia/Darwin',
  acdt: 'Australia/Adelaide',
  acst: 'Australia/Adelaide or Australia/Darwin',
  aedt: 'Australia/Sydney',
  aest: 'Australia/Sydney or Australia/Brisbane',
  aet: 'Australia/Sydney',
  adt: 'America/Halifax',
  agt: 'America/Argentina/Buenos_Aires',
  akdt: 'America/Anchorage',
  akst: 'America/Anchorage',
  art: 'America/Argentina/Buenos_Aires or Africa/Cairo',
  ast: 'America/Halifax or Asia/Riyadh',
  ast4: 'America/Puerto_Rico',
  ast4adt: 'America/Halifax',
  awst: 'Australia/Perth',
  bet: 'America/Sao_Paulo',
  brt: 'America/Sao_Paulo',
  bst: 'Europe/London or Asia/Dhaka',
  cat: 'Africa/Harare',
  cdt: 'America/Chicago',
  cest: 'Europe/Berlin',
  cnt: 'America/St_Johns',
  cst: 'America/Chicago or Asia/Shanghai',
  cst6: 'America/Regina',
  ctt: 'Asia/Shanghai',
  eat: 'Africa/Nairobi',
  ect: 'Europe/Paris or America/Guayaquil',
  edt: 'America/New_York',
  eest: 'Europe/Athens',
  est5: 'America/Panama',
  gst: 'Asia/Dubai',
  hkt: 'Asia/Hong_Kong',
  hst10: 'Pacific/Honolulu',
  iet: 'America/Indiana/Indianapolis',
  ist: 'Asia/Kolkata, Europe/Dublin or Asia/Jerusalem',
  jst: 'Asia/Tokyo',
  kst: 'Asia/Seoul',
  local: 'a name such as Europe/Berlin: a schedule does not follow the clock of the machine it runs on',
  mdt: 'America/Denver',
  mit: 'Pacific/Apia',
  msk: 'Europe/Moscow',
  mst7: 'America/Phoenix',
  net: 'Asia/Yerevan',
  nst: 'America/St_Johns or Pacific/Auckland',
  nzdt: 'Pacific/Auckland',
  nzst: 'Pacific/Auckland',
  pdt: 'America/Los_Angeles',
  pht: 'Asia/Manila',
  pkt: 'Asia/Karachi',
  plt: 'Asia/Karachi',
  pnt: 'America/Phoenix',
  prt: 'America/Puerto_Rico',
  pst: 'America/Los_Angeles or Asia/Manila',
  pst8: 'Pacific/Pitcairn',
  sast: 'Africa/Johannesburg',
  sgt: 'Asia/Singapore',
  sst: 'Pacific/Pago_Pago or Pacific/Guadalcanal',
  vst: 'Asia/Ho_Chi_Minh',
  west: 'Europe/Lisbon',
  wib: 'Asia/Jakarta',
  yst9: 'Pacific/Gambier',
  yst9ydt: 'America/Anchorage',
  z: 'UTC',
};
const links: Record<string, string> = {
  cst6cdt: 'America/Chicago',
  est5edt: 'America/New_York',
  mst7mdt: 'America/Denver',
  pst8pdt: 'America/Los_Angeles',
};

/**
 * True for the name of a zone in the IANA database, spelt as there. Intl also takes abbreviations such as `BST`, which
 * is Dhaka's to it, bare offsets and any case: none of them are names.
 */
export function isTimeZone(name: string): boolean {
  return zoneNames.has(name);
}

/** True for whatever has a clock here: a zone that was stored before its name was refused keeps its clock. */
export function hasClock(name: string): boolean {
  if (zoneNames.has(name)) return true;
  if (!zoneNamePattern.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch (fault) {
    if (fault instanceof RangeError) return false;
    throw fault;
  }
}

/** A complaint about a name that is not in the IANA database, with what to write instead. */
export function refuseZoneWords(name: string): string {
  return `"${name.slice(0, 64)}" is not a time zone of the IANA database; ${adviceFor(name.slice(0, 64))}`;
}

function adviceFor(name: string): string {
  const word = name.trim().toLowerCase();
  const offset = /^(?:utc|gmt|etc\/utc)?([+-])(\d{1,2})(?::?(\d\d))?$/.exec(word);
  if (offset !== null) return offsetAdvice(offset);
  const short = word.replace(/^systemv\//, '');
  const place = Object.hasOwn(meant, short) ? meant[short] : undefined;
  const linked = short !== word && Object.hasOwn(links, short) ? links[short] : undefined;
  const similar = place ?? linked ?? similarName(word);
  return similar === undefined ? 'write a name such as Europe/Berlin or UTC' : `write ${similar}`;
}

// Etc/GMT-2 is two hours ahead of UTC: POSIX counts westwards.
function offsetAdvice([, sign, hours, minutes = '00']: RegExpExecArray): string {
  const zone = `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`;
  if (Number(hours) === 0 && minutes === '00') return 'write UTC';
  if (minutes !== '00' || !zoneNames.has(zone)) return 'write the name of a place on that clock, such as Asia/Kolkata';
  return `write the name of a place on that clock, or ${zone} for that offset all year (its sign is the other way round)`;
}

/** The same name in another spelling, or the city without its continent; the shortest when several match. */
function similarName(word: string): string | undefined {
  const wanted = squeezed(word);
  if (wanted === '') return undefined;
  const city = squeezed(word.split('/').at(-1) ?? '');
  const names = [...zoneNames].toSorted((left, right) => left.length - right.length);
  return (
    names.find((name) => squeezed(name) === wanted) ??
    names.find((name) => name.includes('/') && squeezed(name.split('/').at(-1) ?? '') === city)
  );
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9+]/g, '');
}
