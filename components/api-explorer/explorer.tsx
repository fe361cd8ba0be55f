'use client';

import type { Extension } from '@codemirror/state';
import { useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { graphqlExtensions } from '#components/api-explorer/docs/graphql-language.ts';
import { type SchemaView, useSchema } from '#components/api-explorer/docs/use-schema.ts';
import { examples } from '#components/api-explorer/request/examples.ts';
import { missingVariables, readVariables } from '#components/api-explorer/request/operations.ts';
import { CodeEditor } from '#components/editor/code-editor.tsx';
import { ExplorerBar } from './explorer-bar.tsx';
import { ExplorerSide } from './explorer-side.tsx';
import { ResponseView } from './response-view.tsx';
import { type Explorer as ExplorerState, useExplorer } from './use-explorer.ts';

const [first] = examples;
const start = { query: first?.query ?? '', variables: '' };

/** A request on the left, its answer on the right, and what can be asked beside them. */
export function Explorer() {
  const explorer = useExplorer(start);
  const schema = useSchema();
  const [operationName, setOperationName] = useState<string>();
  const run = () => explorer.run(operationName);
  return (
    <div className="panel flex min-h-0 flex-1 flex-col overflow-hidden">
      <ExplorerBar explorer={explorer} operationName={operationName} onChoose={setOperationName} onRun={run} />
      <div className="grid min-h-0 flex-1 grid-cols-[17rem_minmax(0,1fr)_minmax(0,1fr)] grid-rows-1 divide-x divide-line">
        <ExplorerSide explorer={explorer} schema={schema} />
        <RequestEditors explorer={explorer} schema={schema} onRun={run} />
        <ResponseView explorer={explorer} />
      </div>
    </div>
  );
}

const noExtensions: Extension[] = [];

function RequestEditors({
  explorer,
  schema,
  onRun,
}: {
  explorer: ExplorerState;
  schema: SchemaView;
  onRun: () => void;
}) {
  const extensions = useGraphqlLanguage(schema);
  return (
    <div className="flex min-h-0 min-w-0 flex-col divide-y divide-line">
      <div className="min-h-0 flex-[2]">
        <CodeEditor
          label="Query"
          text={explorer.query}
          onChange={explorer.setQuery}
          extensions={extensions}
          onRun={onRun}
        />
      </div>
      <div className="flex min-h-0 flex-1 flex-col">
        <header className="flex min-h-8 items-center gap-3 px-3 text-small">
          <h2 className="font-semibold">Variables</h2>
          <VariableWords explorer={explorer} />
        </header>
        <div className="min-h-0 flex-1 border-t border-line">
          <CodeEditor
            label="Variables"
            text={explorer.variables}
            onChange={explorer.setVariables}
            language="json"
            onRun={onRun}
          />
        </div>
      </div>
    </div>
  );
}

/** The editor takes its language once; another schema would be another editor. */
function useGraphqlLanguage(schema: SchemaView): readonly Extension[] {
  const { change } = useUrl();
  const [made, setMade] = useState<{ of: SchemaView; extensions: Extension[] }>();
  if (schema.kind !== 'known') return noExtensions;
  if (made?.of.kind === 'known' && made.of.schema === schema.schema) return made.extensions;
  const extensions = graphqlExtensions(schema.schema, (type) =>
    change({ side: undefined, type, field: undefined, find: undefined }, 'push'),
  );
  setMade({ of: schema, extensions });
  return extensions;
}

function VariableWords({ explorer: { operations, variables } }: { explorer: ExplorerState }) {
  const read = readVariables(variables);
  if (!read.ok) return <span className="truncate text-failed">{read.problem}</span>;
  const [operation] = operations;
  const missing = operation === undefined ? [] : missingVariables(operation, read.variables);
  if (missing.length === 0) return null;
  return (
    <span className="truncate text-warning">
      Required and not given: {missing.map((name) => `$${name}`).join(', ')}
    </span>
  );
}
