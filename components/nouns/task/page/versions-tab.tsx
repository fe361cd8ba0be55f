'use client';

import { useUrl } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { CodeEditor } from '#components/editor/code-editor.tsx';
import { DiffView } from '#components/editor/diff-view.tsx';
import { TaskVersionsDocument, type TaskVersionsQuery } from '#components/generated/tasks.ts';
import { Reading } from '#components/kit/page/reading.tsx';
import { AgainstSelect } from '#components/kit/versions/against-select.tsx';
import { sayActor } from '#components/kit/words/say-actor.ts';
import { Moment } from '#components/time/moment.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { DataTable } from '#components/ui/table/data-table.tsx';
import type { Column } from '#components/ui/table/table-column.ts';

type Version = NonNullable<TaskVersionsQuery['task']>['versions']['nodes'][number];

// Their texts come with them: some hundred kilobytes at most, and older ones are rarely asked for.
const versionsShown = 50;

/** The versions of a task: what each says, and what changed. Which one is open stands in the address. */
export function VersionsTab({ task }: { task: { id: string } }) {
  const answer = useReading({ query: TaskVersionsDocument, variables: { id: task.id, first: versionsShown } });
  return (
    <Reading answer={answer} rows={10}>
      {(data) => <Versions versions={data.task?.versions.nodes ?? []} />}
    </Reading>
  );
}

function Versions({ versions }: { versions: readonly Version[] }) {
  const { search, change } = useUrl();
  const asked = search.get('version');
  const open = asked === null ? versions[0] : versions.find(({ number }) => String(number) === asked);
  return (
    <div className="grid min-h-[32rem] flex-1 grid-cols-1 gap-3 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <section aria-label="Versions" className="panel flex min-h-0 flex-col self-start overflow-hidden">
        <DataTable
          label="Versions"
          isMain
          columns={columns}
          rows={versions}
          keyOf={({ number }) => String(number)}
          openKey={open === undefined ? undefined : String(open.number)}
          onOpen={({ number }) => change({ version: String(number), against: undefined })}
        />
      </section>
      <section aria-label="Version" className="panel flex min-h-0 flex-col overflow-hidden">
        {open === undefined ? (
          <EmptyState title={`There is no version ${asked} among the ${versions.length} listed.`} />
        ) : (
          <OpenVersion key={open.number} version={open} versions={versions} />
        )}
      </section>
    </div>
  );
}

const columns: Column<Version>[] = [
  { key: 'number', title: 'Version', width: '5rem', isNumber: true, cell: ({ number }) => number },
  { key: 'at', title: 'Registered', width: '7.5rem', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { key: 'by', title: 'By', cell: ({ creator }) => sayActor(creator), hint: ({ creator }) => creator.id },
];

// In the address: shown as it is, though there is one before it.
const itself = 'none';

function OpenVersion({ version, versions }: { version: Version; versions: readonly Version[] }) {
  const { search, change } = useUrl();
  const before = versions.find(({ number }) => number === version.number - 1);
  // What changed is why one looks at a version.
  const asked = search.get('against') ?? String(before?.number ?? itself);
  const other = versions.find(({ number }) => String(number) === asked && number !== version.number);
  return (
    <>
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line px-3">
        <h2 className="font-semibold">Version {version.number}</h2>
        <span className="ml-auto flex items-center gap-2">
          <AgainstSelect
            numbers={versions.filter(({ number }) => number !== version.number).map(({ number }) => number)}
            against={other?.number}
            onChange={(against) => change({ version: String(version.number), against: against?.toString() ?? itself })}
          />
          <CopyButton text={version.source} label="Copy its text" />
        </span>
      </header>
      <div className="flex min-h-0 flex-1 flex-col">
        {other === undefined ? (
          <CodeEditor label={`Text of version ${version.number}`} text={version.source} language="json" isReadOnly />
        ) : (
          <Comparison one={other} two={version} />
        )}
      </div>
    </>
  );
}

function Comparison({ one, two }: { one: Version; two: Version }) {
  const [before, after] = one.number < two.number ? [one, two] : [two, one];
  const label = `From version ${before.number} to version ${after.number}`;
  return <DiffView label={label} before={before.source} after={after.source} />;
}
