'use client';

import { useEffect } from 'react';
import { DefinitionTab } from '#components/nouns/workflow/definition/definition-tab.tsx';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { readAhead } from './model/sketch-ahead.ts';
import { VisualEditor } from './visual-editor.tsx';

/** The draft of a workflow with its canvas. It is the same draft that the definition tab shows as text. */
export function DefinitionCanvas(parts: { workflow: WorkflowDetails; onReload: () => void }) {
  const { source } = parts.workflow.latestVersion;
  // While the server is asked for a draft: mostly there is none.
  useEffect(() => readAhead(source), [source]);
  return <DefinitionTab {...parts} Editor={VisualEditor} />;
}
