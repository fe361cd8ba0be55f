'use client';

import { Play, Square, WandSparkles } from 'lucide-react';
import { useTenant } from '#components/address/tenant-context.tsx';
import { curlOf } from '#components/api-explorer/request/curl.ts';
import { readVariables, tidied } from '#components/api-explorer/request/operations.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import type { Explorer } from './use-explorer.ts';

type Parts = {
  explorer: Explorer;
  operationName: string | undefined;
  onChoose: (name: string) => void;
  onRun: () => void;
};

/** Runs the request, stops it, tidies it up and takes it to a terminal. */
export function ExplorerBar({ explorer, operationName, onChoose, onRun }: Parts) {
  const { operations, query, isRunning } = explorer;
  const { viewer } = useViewer();
  const tenant = useTenant();
  const named = operations.flatMap(({ name }) => (name === undefined ? [] : [{ value: name, word: name }]));
  const chosen = operations.find(({ name }) => name === operationName) ?? operations[0];
  const tidy = tidied(query);
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-2">
      {isRunning ? (
        <Button isSmall Icon={Square} onClick={explorer.stop}>
          Stop
        </Button>
      ) : (
        <Button isSmall kind="primary" Icon={Play} onClick={onRun}>
          Run
        </Button>
      )}
      <KeyHint keys="mod+Enter" />
      {named.length > 1 && (
        <div className="w-44">
          <Select label="Operation" isLabelHidden isSmall value={chosen?.name} options={named} onChange={onChoose} />
        </div>
      )}
      <span className="ml-auto text-small text-quiet">
        As {viewer?.name ?? '…'} in {viewer?.tenant?.name ?? 'no tenant'}
      </span>
      <Button
        isSmall
        Icon={WandSparkles}
        disabled={tidy === undefined || tidy === query}
        data-whole="Lays the query out anew; not while it has comments"
        onClick={() => tidy !== undefined && explorer.setQuery(tidy)}
      >
        Tidy
      </Button>
      {chosen?.isStream !== true && (
        <CopyButton words="Copy as cURL" text={curlText(explorer, { tenant, operationName: chosen?.name })} />
      )}
    </div>
  );
}

type Chosen = { tenant: string | undefined; operationName: string | undefined };

function curlText({ query, variables }: Explorer, { tenant, operationName }: Chosen): string {
  const read = readVariables(variables);
  return curlOf({
    url: `${window.location.origin}/graphql`,
    tenant,
    query,
    variables: read.ok ? read.variables : {},
    operationName,
  });
}
