/**
 * What somebody has written and not published yet. It is kept in this tab at once and on the server some moments later;
 * what the server said of it last stands beside the text, so that another window of the same person is noticed.
 */
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';

/** What the server has: the draft as it was saved last. */
export type Saved = { id: string; revision: string; savedAt: string };
export type StoredDraft = Saved & { text: string; baseVersion: number };

/**
 * `baseVersion` is what its author started from; 0 for a new workflow. `isDirty`: the server has not got it yet.
 * `isGone`: its author took back what was written, and the server has still to learn it.
 */
export type Draft = { text: string; baseVersion: number; saved: Saved | undefined; isDirty: boolean; isGone?: true };

/** What is published now, or what a new workflow begins with. */
export type Published = { number: number; source: string };

/** Reads what was kept in the tab; undefined when it is nothing of ours. */
export function readDraft(kept: string | null): Draft | undefined {
  const value = parse(kept ?? '');
  if (!isJsonObject(value)) return undefined;
  const { text, baseVersion, saved } = value;
  if (typeof text !== 'string' || typeof baseVersion !== 'number') return undefined;
  const isGone = value.isGone === true;
  return { text, baseVersion, saved: readSaved(saved), isDirty: value.isDirty !== false, ...(isGone && { isGone }) };
}

/**
 * The draft after something was typed. A text that says what is published is none, also when another version is published
 * before the server has learnt it; the same text is no other draft, whoever tells of it.
 */
export function writtenDraft(draft: Draft | undefined, text: string, published: Published): Draft | undefined {
  const { number, source } = published;
  if (saysSame(text, source)) {
    if (draft?.saved === undefined) return undefined;
    return { text, baseVersion: number, saved: draft.saved, isDirty: true, isGone: true };
  }
  if (draft === undefined || draft.isGone === true)
    return { text, baseVersion: number, saved: draft?.saved, isDirty: true };
  return draft.text === text ? draft : { ...draft, text, isDirty: true };
}

/** False for a text that says the same as what is published: there is nothing to keep of it. */
export function isChanged(draft: Draft | undefined, published: Published): boolean {
  return draft !== undefined && draft.isGone !== true && !saysSame(draft.text, published.source);
}

/** What is to be done when it is known what the server has. */
export type Arrival =
  /** What is here goes on. */
  | { kind: 'stays' }
  /** What is here was saved, and the server has moved on: it counts. */
  | { kind: 'replaced'; draft: Draft | undefined }
  /** Something is here that the server has not got, and it has something else: its author decides. */
  | { kind: 'clash' };

/** Holds what is here against what the server has. */
export function arrivalOf(here: Draft | undefined, there: StoredDraft | undefined): Arrival {
  if (here?.saved?.revision === there?.revision && (here !== undefined || there === undefined))
    return { kind: 'stays' };
  if (here === undefined || !here.isDirty || here.isGone === true)
    return { kind: 'replaced', draft: there && draftOf(there) };
  return here.text === there?.text ? { kind: 'replaced', draft: draftOf(there) } : { kind: 'clash' };
}

/** A draft as the server has it. */
export function draftOf({ text, baseVersion, id, revision, savedAt }: StoredDraft): Draft {
  return { text, baseVersion, saved: { id, revision, savedAt }, isDirty: false };
}

/** The draft once a text of it was saved; what was typed meanwhile is still to be saved. */
export function savedDraft(now: Draft, sent: Draft, saved: Saved): Draft {
  return { ...now, saved, isDirty: now.text !== sent.text || now.baseVersion !== sent.baseVersion };
}

// The editor has ends of lines of its own.
function saysSame(text: string, source: string): boolean {
  return text === source || (source.includes('\r\n') && text === source.replaceAll('\r\n', '\n'));
}

function readSaved(value: JsonObject[string] | undefined): Saved | undefined {
  if (value === undefined || !isJsonObject(value)) return undefined;
  const { id, revision, savedAt } = value;
  if (typeof id !== 'string' || typeof revision !== 'string' || typeof savedAt !== 'string') return undefined;
  return { id, revision, savedAt };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
