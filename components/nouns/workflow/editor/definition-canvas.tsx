'use client';

import { DefinitionTab } from '#components/nouns/workflow/definition/definition-tab.tsx';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { VisualEditor } from './visual-editor.tsx';

/** The draft of a workflow with its canvas. It is the same draft that the definition tab shows as text. */
export function DefinitionCanvas(parts: { workflow: WorkflowDetails; onReload: () => void }) {
  return <DefinitionTab {...parts} Editor={VisualEditor} />;
}
