'use client';

import { CirclePlus, X } from 'lucide-react';
import { kindOptions } from '#components/nouns/workflow/editor/canvas/kind-words.ts';
import { type Link, relinked } from '#components/nouns/workflow/editor/model/link-edits.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import type { EditorActs } from '#components/nouns/workflow/editor/use-editor-edits.ts';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import type { Dependency, DependencyKind, Step } from '#domain/workflow/definition.ts';
import { ExpressionLine } from './fields/expression-line.tsx';

// A step that waits for more than these has plain fields: each of the others is an editor of its own.
const richFieldsMax = 12;

type Parts = { editing: Editing; acts: EditorActs; step: Step };

/** What a step waits for, and what must have become of it. */
export function Dependencies({ editing, acts, step }: Parts) {
  return (
    <section aria-label="Waits for" className="flex flex-col gap-2">
      <h2 className="font-medium">Waits for</h2>
      {step.dependencies.length === 0 ? (
        <p className="text-small text-quiet">
          {step.isFinally === true ? 'All others to settle.' : 'Nothing: it starts with the run.'}
        </p>
      ) : (
        <ul className="flex flex-col gap-3">
          {step.dependencies.map((dependency) => (
            <li key={`${dependency.step} ${dependency.on}`} className="border-l-2 border-line pl-2">
              <OneDependency editing={editing} acts={acts} step={step} dependency={dependency} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function OneDependency({ editing, acts, step, dependency }: Parts & { dependency: Dependency }) {
  const { choose, change, isReadOnly } = editing;
  const link: Link = { from: dependency.step, to: step.id, on: dependency.on, condition: dependency.condition };
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <button
          type="button"
          className="link min-w-0 flex-1 truncate text-left"
          onClick={() => choose([dependency.step])}
        >
          {dependency.step}
        </button>
        <KindField editing={editing} link={link} />
        {!isReadOnly && (
          <>
            <IconButton
              isSmall
              label={`Insert a step after ${dependency.step}`}
              Icon={CirclePlus}
              onClick={() => acts.ask({ kind: 'insert', link })}
            />
            <IconButton
              isSmall
              label={`Wait no longer for ${dependency.step}`}
              Icon={X}
              onClick={() => change({ kind: 'disconnect', from: link.from, to: link.to, on: link.on })}
            />
          </>
        )}
      </div>
      <LinkCondition editing={editing} link={link} isLabelHidden isPlain={step.dependencies.length > richFieldsMax} />
    </div>
  );
}

type KindParts = { editing: Editing; link: Link; isWide?: boolean; onChanged?: (on: DependencyKind) => void };

/** Which end of the first step the second waits for. */
export function KindField({ editing, link, isWide = false, onChanged }: KindParts) {
  return (
    <Select
      label={`When ${link.from} ended`}
      isLabelHidden={!isWide}
      isSmall={!isWide}
      isDisabled={editing.isReadOnly}
      className={isWide ? 'w-full' : 'w-28'}
      value={link.on}
      options={kindOptions}
      onChange={(on) => {
        if (editing.change(relinked(link, { on }))) onChanged?.(on);
      }}
    />
  );
}

/** The condition of a dependency. */
export function LinkCondition({
  editing,
  link,
  isLabelHidden,
  isPlain = false,
}: {
  editing: Editing;
  link: Link;
  isLabelHidden: boolean;
  isPlain?: boolean;
}) {
  return (
    <ExpressionLine
      label={isLabelHidden ? `And only if (after ${link.from})` : 'And only if'}
      isLabelHidden={isLabelHidden}
      placeholder="and only if …"
      isReadOnly={editing.isReadOnly}
      place={isPlain ? undefined : { kind: 'dependency', stepId: link.to, from: link.from }}
      value={link.condition ?? ''}
      onChange={(condition) => editing.change(relinked(link, { condition }))}
    />
  );
}
