/**
 * Edits of a definition as values, made in its text. A screen holds one Draft, and asks for the next:
 *
 *   openDraft(text, before?)        draft.ts      a draft of a text; a broken one keeps the outline of the one before
 *   applyEdit(draft, edit)          here          the draft after an edit, and the steps to select; or why not
 *   record, undo, redo              history.ts    a hundred steps back and forth; edits of one group are one
 *   copySteps, readClipboard        clipboard.ts  steps as JSON, without secrets; paste them by `paste-steps`
 *   stepAt, fieldAt                 selection.ts  from a place in the text to a step; `place` of a step leads back
 *
 * `draft.outline.steps` is what a canvas draws. An edit is refused, never half made: the text after it is read again,
 * and must mean exactly what the edit says, and nothing else something else. Where things lie on the canvas is a part
 * of the text as well: domain/canvas says what there is, and `set-layout` writes it.
 */
import { type CanvasLayout, printCanvasLayout } from '#domain/canvas/layout.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import { type Clipboard, copySteps } from './clipboard.ts';
import { connect, disconnect } from './dependency-edits.ts';
import { type Draft, openDraft } from './draft.ts';
import type { Intent } from './listed-step.ts';
import { pasteSteps } from './paste.ts';
import { renameStep, renameVariable } from './rename-edits.ts';
import { smallChanges } from './small-changes.ts';
import { addStep, moveStep, removeSteps, setField, setHead } from './step-edits.ts';
import { patchText } from './text/patch-text.ts';
import { changed, isSame, type Path, type TreeChange } from './tree-change.ts';

/** `value: undefined` takes a field away. Paths are those of the contract; the author's words for them are kept. */
export type Edit =
  /** `after` says where it is written, no more: what it depends on stands in the step. */
  | { kind: 'add-step'; step: JsonObject; after?: string }
  /** Their edges go with them. Expressions that read them stay, and are problems. */
  | { kind: 'remove-steps'; steps: readonly string[] }
  /** Dependencies and expressions follow. */
  | { kind: 'rename-step'; step: string; to: string }
  /** An edge that is there already gets the condition, or loses it. */
  | { kind: 'connect'; from: string; to: string; on: DependencyKind; condition?: string }
  /** Without `on`: every edge between the two. */
  | { kind: 'disconnect'; from: string; to: string; on?: DependencyKind }
  | { kind: 'set-field'; step: string; path: Path; value: Json | undefined }
  | { kind: 'set-variable'; name: string; variable: JsonObject | undefined }
  | { kind: 'rename-variable'; name: string; to: string }
  /** `name`, `description`, `onFailure`, or a path into `limits`. */
  | { kind: 'set-head'; path: Path; value: Json | undefined }
  /** What stands where on the canvas, groups and notes; only what differs is written. */
  | { kind: 'set-layout'; layout: CanvasLayout }
  /** Its place in the text, with the comments above it; the first place without `after`. */
  | { kind: 'move-step'; step: string; after?: string }
  | { kind: 'duplicate-steps'; steps: readonly string[] }
  /** Ids that are taken get a number; edges among the pasted follow, others are left out. */
  | { kind: 'paste-steps'; clipboard: Clipboard; after?: string };

/** `steps` are those to select: the ones that the edit made, or spoke of. */
export type Applied = { draft: Draft; steps: readonly string[] };

/** Makes an edit in the text of a draft. */
export function applyEdit(draft: Draft, edit: Edit): Outcome<Applied> {
  const { tree } = draft;
  if (tree === undefined) return refuse('BAD_YAML', 'mend the text first: it cannot be read as it is');
  const intent = intentOf(draft, edit);
  if (!intent.ok) return intent;
  const changes = smallChanges(tree.value, intent.value.changes);
  if (changes.length === 0) return done({ draft, steps: intent.value.steps });
  const patched = patchDraft(draft, tree, changes);
  return patched.ok ? done({ draft: patched.value, steps: intent.value.steps }) : patched;
}

function intentOf(draft: Draft, edit: Edit): Outcome<Intent> {
  switch (edit.kind) {
    case 'add-step':
      return addStep(draft, edit);
    case 'remove-steps':
      return removeSteps(draft, edit.steps);
    case 'rename-step':
      return renameStep(draft, edit);
    case 'connect':
      return connect(draft, edit);
    case 'disconnect':
      return disconnect(draft, edit);
    case 'set-field':
      return setField(draft, edit);
    case 'set-variable':
      return setHead(draft, { path: ['variables', edit.name], value: edit.variable });
    case 'rename-variable':
      return renameVariable(draft, edit);
    case 'set-head':
      return setHead(draft, edit);
    case 'set-layout':
      return setHead(draft, { path: ['layout'], value: printCanvasLayout(edit.layout) });
    case 'move-step':
      return moveStep(draft, edit);
    case 'duplicate-steps': {
      const clipboard = copySteps(draft.outline, edit.steps);
      const last = draft.outline.steps.findLast(({ id }) => edit.steps.includes(id))?.id;
      return pasteSteps(draft, { clipboard, ...(last !== undefined && { after: last }) });
    }
    case 'paste-steps':
      return pasteSteps(draft, edit);
    default:
      return unreachable(edit);
  }
}

/**
 * What is changed through an alias follows its anchor if all others of the anchor change alike; otherwise it is written
 * out. Reading the outcome tells.
 */
function patchDraft(
  draft: Draft,
  tree: { root: unknown; value: Json },
  changes: readonly TreeChange[],
): Outcome<Draft> {
  const wanted = changed(tree.value, changes);
  const given = { text: draft.text, root: tree.root, value: tree.value, isJson: draft.form === 'json' };
  let anchors: ReadonlySet<string> = new Set();
  const tried = new Set<string>();
  for (const expands of [false, true]) {
    const patched = patchText(given, changes, { expands });
    anchors = patched.anchors;
    if (patched.text === undefined || tried.has(patched.text)) continue;
    tried.add(patched.text);
    const after = openDraft(patched.text, draft);
    if (after.tree !== undefined && isSame(after.tree.value, wanted)) return done(after);
  }
  const names = [...anchors].filter((name) => draft.text.includes(`*${name}`)).map((name) => `&${name}`);
  const message =
    names.length > 0
      ? `others say the same by ${names.join(', ')}, and would change with it: change it in the text`
      : 'the text is written in a way that does not allow this here: change it in the text';
  return refuse('UNSUPPORTED', message);
}
