'use client';

import { useState } from 'react';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import { isKind } from './canvas/kind-words.ts';
import { linkKey } from './canvas/link-key.ts';
import { freeId } from './model/offered-tasks.ts';
import type { Editing } from './model/use-editing.ts';

/** A question that is open in front of the editor. */
export type OpenWindow = { kind: 'add'; after: string | undefined } | { kind: 'connect'; from: string };

/** What stands beside the canvas. */
export type SideView = 'properties' | 'steps' | 'dry-run';

/** What can be done in the editor by the mouse, by keys and by the list alike. */
export type EditorActs = {
  /** The step that a new one comes after: the one that is chosen. */
  after: string | undefined;
  /** Adds a step of a task, after the chosen one unless another one is said; tells its id. */
  add: (task: string, to?: { after: string | undefined; on: DependencyKind }) => string | undefined;
  /** Takes out the dependency or the steps that are chosen; undefined while nothing is. */
  remove: (() => void) | undefined;
  window: OpenWindow | undefined;
  ask: (window: OpenWindow | undefined) => void;
  /** The dependency that is chosen on the canvas. */
  link: string | undefined;
  chooseLink: (link: string | undefined) => void;
  side: SideView;
  show: (side: SideView) => void;
};

/** The acts on one definition. */
export function useEditorActs(editing: Editing): EditorActs {
  const { sketch, chosen, change } = editing;
  const [window, ask] = useState<OpenWindow>();
  const [link, chooseLink] = useState<string>();
  const [side, show] = useState<SideView>('properties');
  const after = chosen.length === 1 ? chosen[0] : undefined;
  return {
    after,
    add: (task, to = { after, on: 'success' }) => {
      const id = freeId(task, sketch?.steps ?? new Map<string, unknown>());
      const waitsFor = to.after === undefined ? [] : [to.on === 'success' ? to.after : { task: to.after, on: to.on }];
      const step = { id, type: task, ...(waitsFor.length > 0 && { dependencies: waitsFor }) };
      const place = to.after === undefined ? {} : { after: to.after };
      return change({ kind: 'add-step', step, ...place }, { chooses: true }) ? id : undefined;
    },
    remove: removalOf(editing, link),
    window,
    ask,
    link,
    chooseLink,
    side,
    show,
  };
}

function removalOf({ sketch, chosen, change }: Editing, link: string | undefined): (() => void) | undefined {
  const edge = sketch?.picture.edges.find((one) => linkKey(one) === link);
  if (edge !== undefined && isKind(edge.on)) {
    const { from, to, on } = edge;
    return () => change({ kind: 'disconnect', from, to, on });
  }
  return chosen.length === 0 ? undefined : () => change({ kind: 'remove-steps', steps: chosen });
}
