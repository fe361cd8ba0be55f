'use client';

import { useUrlChoice } from '#components/address/use-url.ts';
import { DocsBrowser } from '#components/api-explorer/docs/docs-browser.tsx';
import type { SchemaView } from '#components/api-explorer/docs/use-schema.ts';
import { examples } from '#components/api-explorer/request/examples.ts';
import { nameOfRequest } from '#components/api-explorer/request/request-history.ts';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { Explorer } from './use-explorer.ts';
import { verdictLooks } from './verdict-looks.ts';

const tabs = [
  { value: 'docs', word: 'Docs' },
  { value: 'examples', word: 'Examples' },
  { value: 'history', word: 'History' },
] as const;

/** What can be asked: the documentation, examples, and what was asked before. */
export function ExplorerSide({ explorer, schema }: { explorer: Explorer; schema: SchemaView }) {
  const [side] = useUrlChoice('side', ['docs', 'examples', 'history']);
  return (
    <div className="flex min-h-0 flex-col">
      <Tabs label="Help" tabs={tabs} value={side} param="side" />
      <ScrollBox className="min-h-0 flex-1 overflow-y-auto">
        {side === 'docs' && <Docs schema={schema} />}
        {side === 'examples' && <Examples onLoad={explorer.load} />}
        {side === 'history' && <History explorer={explorer} />}
      </ScrollBox>
    </div>
  );
}

function Docs({ schema }: { schema: SchemaView }) {
  if (schema.kind === 'known') return <DocsBrowser schema={schema.schema} />;
  if (schema.kind === 'loading') return <Skeleton rows={8} />;
  return (
    <EmptyState title="The schema could not be read." actions={<Button onClick={schema.again}>Try again</Button>}>
      Requests can be sent all the same; completion and documentation need it.
    </EmptyState>
  );
}

const entry = 'flex w-full flex-col gap-0.5 border-b border-line px-3 py-2 text-left hover:bg-raised';

function Examples({ onLoad }: { onLoad: Explorer['load'] }) {
  return (
    <ul>
      {examples.map(({ key, title, meaning, query, variables }) => (
        <li key={key}>
          <button
            type="button"
            className={entry}
            onClick={() =>
              onLoad({ query, variables: variables === undefined ? '' : `${JSON.stringify(variables, null, 2)}\n` })
            }
          >
            <span className="font-medium">{title}</span>
            <span className="text-small text-quiet">{meaning}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function History({ explorer: { history, load, forget } }: { explorer: Explorer }) {
  if (history.length === 0) return <EmptyNotice>What you run is kept here, in this browser only.</EmptyNotice>;
  return (
    <>
      <ul>
        {history.map((sent) => (
          <li key={`${sent.atMs} ${sent.query}`}>
            <button type="button" className={entry} onClick={() => load(sent)}>
              <span className="flex items-center gap-1.5 font-medium">
                <span className={verdictLooks[sent.verdict].ink}>
                  <Glyph name={verdictLooks[sent.verdict].glyph} />
                </span>
                <span className="truncate">{nameOfRequest(sent)}</span>
                <span className="sr-only">{verdictLooks[sent.verdict].word.toLowerCase()}</span>
              </span>
              <span className="text-small text-quiet">
                <Moment at={new Date(sent.atMs).toISOString()} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="p-2">
        <Button isSmall kind="quiet" onClick={forget}>
          Forget them
        </Button>
      </div>
    </>
  );
}
