'use client';

import type { GraphQLSchema } from 'graphql';
import { ChevronLeft } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';
import { type UrlChanges, useUrl } from '#components/address/use-url.ts';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { classes } from '#components/ui/classes.ts';
import { type ArgumentDoc, type FieldDoc, rootTypes, searchDocs, typeDoc } from './schema-docs.ts';

/** The documentation of the API, by type and by word. What is open stands in the address. */
export function DocsBrowser({ schema }: { schema: GraphQLSchema }) {
  const { search, change } = useUrl();
  const typed = search.get('find') ?? '';
  const name = search.get('type');
  return (
    <div className="flex flex-col">
      <div className="sticky top-0 border-b border-line bg-surface p-2">
        <input
          type="search"
          aria-label="Search the documentation"
          placeholder="Type, field or word"
          data-query-bar
          className="field h-7 w-full"
          value={typed}
          onChange={(event) => change({ find: event.currentTarget.value })}
        />
      </div>
      {typed.trim() !== '' ? (
        <SearchResults schema={schema} typed={typed} />
      ) : name === null ? (
        <Roots schema={schema} />
      ) : (
        <TypePage schema={schema} name={name} />
      )}
    </div>
  );
}

function Roots({ schema }: { schema: GraphQLSchema }) {
  return rootTypes(schema).map((name) => (
    <section key={name} aria-label={name} className="border-b border-line pb-2">
      <h2 className="px-3 pt-2 pb-1 font-semibold">{name}</h2>
      {(typeDoc(schema, name)?.fields ?? []).map((field) => (
        <BriefField key={field.name} typeName={name} field={field} />
      ))}
    </section>
  ));
}

type DocLinkParts = { to: UrlChanges; className: string; children: ReactNode };

/** A link within the documentation. All of it is here already, so the server is not asked. */
function DocLink({ to, className, children }: DocLinkParts) {
  const { hrefWith, change } = useUrl();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    change(to, 'push');
  };
  return (
    <Link href={hrefWith(to)} prefetch={false} scroll={false} onClick={follow} className={className}>
      {children}
    </Link>
  );
}

/** One line of many: what it is called and what it is for. Its arguments stand on the page of its type. */
function BriefField({ typeName, field }: { typeName: string; field: FieldDoc }) {
  return (
    <DocLink to={{ type: typeName, field: field.name, find: undefined }} className="block px-3 py-1 hover:bg-raised">
      <span className="identifier [overflow-wrap:anywhere]">
        <span className="font-semibold">{field.name}</span>
        {field.arguments.length > 0 && <span className="text-quiet">(…)</span>}
      </span>
      <span className="block text-small text-quiet">{field.description}</span>
    </DocLink>
  );
}

function TypePage({ schema, name }: { schema: GraphQLSchema; name: string }) {
  const doc = typeDoc(schema, name);
  const { search } = useUrl();
  const back = (
    <DocLink
      to={{ type: undefined, field: undefined }}
      className="flex min-h-7 items-center gap-1 px-2 pt-1 text-quiet hover:text-ink"
    >
      <ChevronLeft aria-hidden size={14} />
      All operations
    </DocLink>
  );
  if (doc === undefined) {
    return (
      <>
        {back}
        <EmptyNotice>The API has no type of this name.</EmptyNotice>
      </>
    );
  }
  return (
    <>
      {back}
      <header className="px-3 pt-1 pb-2">
        <h2 className="text-lead font-semibold break-words">{doc.name}</h2>
        <p className="text-small text-quiet">{doc.kind}</p>
        <p className="pt-1">{doc.description}</p>
      </header>
      {doc.fields.map((field) => (
        <FieldEntry key={field.name} field={field} isSought={field.name === search.get('field')} />
      ))}
      {doc.values.map((value) => (
        <div key={value.name} className="px-3 py-1.5">
          <div className="identifier font-semibold">{value.name}</div>
          <p className="text-small text-quiet">{value.description}</p>
        </div>
      ))}
      {doc.usedBy.length > 0 && (
        <section aria-label="Found in" className="border-t border-line px-3 py-2">
          <h3 className="text-small text-quiet">Found in</h3>
          <ul>
            {doc.usedBy.map(({ typeName, field }) => (
              <li key={`${typeName}.${field}`} className="identifier [overflow-wrap:anywhere]">
                <TypeLink typeName={typeName} words={`${typeName}.${field}`} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function FieldEntry({ field, isSought }: { field: FieldDoc; isSought: boolean }) {
  return (
    <div
      ref={isSought ? showIt : undefined}
      className={classes('scroll-mt-12 px-3 py-1.5', isSought && 'border-l-2 border-ink bg-raised')}
    >
      <div className="identifier [overflow-wrap:anywhere]">
        <span className="font-semibold">{field.name}</span>: <TypeLink typeName={field.typeName} words={field.type} />
      </div>
      <p className="text-small text-quiet">{field.description}</p>
      {field.deprecation !== undefined && <p className="text-small text-warning">Deprecated: {field.deprecation}</p>}
      {field.arguments.length > 0 && (
        <ul className="mt-1 border-l-2 border-line pl-2">
          {field.arguments.map((argument) => (
            <ArgumentEntry key={argument.name} argument={argument} />
          ))}
        </ul>
      )}
    </div>
  );
}

function showIt(entry: HTMLElement | null): void {
  entry?.scrollIntoView({ block: 'nearest' });
}

function ArgumentEntry({ argument }: { argument: ArgumentDoc }) {
  return (
    <li className="py-0.5">
      <span className="identifier [overflow-wrap:anywhere]">
        {argument.name}: <TypeLink typeName={argument.typeName} words={argument.type} />
      </span>
      <p className="text-small text-quiet">{argument.description}</p>
    </li>
  );
}

function TypeLink({ typeName, words }: { typeName: string; words: string }) {
  return (
    <DocLink to={{ type: typeName, field: undefined, find: undefined }} className="link">
      {words}
    </DocLink>
  );
}

function SearchResults({ schema, typed }: { schema: GraphQLSchema; typed: string }) {
  const found = searchDocs(schema, typed);
  if (found.length === 0) return <EmptyNotice>Nothing in the API is called so or speaks of it.</EmptyNotice>;
  return (
    <ul>
      {found.map(({ typeName, field, type, description }) => (
        <li key={`${typeName}.${field}`}>
          <DocLink
            to={{ type: typeName, field, find: undefined }}
            className="flex flex-col border-b border-line px-3 py-1.5 hover:bg-raised"
          >
            <span className="identifier [overflow-wrap:anywhere]">
              <span className="font-semibold">{field === undefined ? typeName : `${typeName}.${field}`}</span>: {type}
            </span>
            <span className="text-small text-quiet">{description}</span>
          </DocLink>
        </li>
      ))}
    </ul>
  );
}
