'use client';

import { useEffect, useEffectEvent } from 'react';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { DefinitionTab } from '#components/nouns/workflow/definition/definition-tab.tsx';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { forgetAhead, readAhead } from './model/sketch-ahead.ts';
import { VisualEditor } from './visual-editor.tsx';

/** The draft of a workflow with its canvas. It is the same draft that the definition tab shows as text. */
export function DefinitionCanvas(parts: { workflow: WorkflowDetails; onReload: () => void }) {
  const mayEdit = useMay('workflow.edit');
  // While the server is asked for a draft, as it is of those who may have one: mostly there is none.
  const begin = useEffectEvent(() => mayEdit && readAhead(parts.workflow.latestVersion.source));
  useEffect(() => {
    begin();
    return forgetAhead;
  }, []);
  return <DefinitionTab {...parts} Editor={VisualEditor} />;
}
