/** A list of a noun as a value: what can be asked of it, what its rows are, how they live, and what can be done to them. */
import type { ComponentType } from 'react';
import type { Ask } from '#components/api/ask.ts';
import type { Act } from '#components/kit/act/act.ts';
import type { RowPair } from '#components/kit/bulk/bar-props.ts';
import type { RowsAct } from '#components/kit/bulk/bulk-act.ts';
import type { ListHistogramProps } from '#components/kit/histogram/list-histogram.tsx';
import type { Noun } from '#components/kit/noun/noun.ts';
import type { Vocabulary } from '#components/kit/query/complete-query.ts';
import type { Complaint } from '#components/kit/query/query-complaint.ts';
import type { SavedView } from '#components/kit/views/saved-views.ts';
import type { Row, RowPage } from '#components/live/list/live-list.ts';
import type { LiveEvent, Topic } from '#components/live/live-event.ts';
import type { Look } from '#components/state/state-look.ts';
import type { Column } from '#components/ui/table/table-column.ts';

/** Values counted among the rows of a query, by field; `state` has a place of its own. */
export type CountedValues = {
  field: string;
  title: string;
  facets: readonly { value: string; count: number }[];
  isExact: boolean;
};

/** How a list is asked. */
export type ListQueryOf = {
  example: string;
  /** The views that everybody has. */
  views: readonly SavedView[];
  /** The looks of its states, in their order, by the name that the API gives them; none for a noun without states. */
  looks: Readonly<Record<string, Look>>;
  complainAbout: (query: string) => Complaint | undefined;
  /** What may be offered before anything was read of the tenant. */
  vocabulary: Vocabulary;
  /** Names that the tenant has: read when somebody is about to write. */
  values?: Ask<Vocabulary>;
  /** What the rows of a query have in common. Each field is counted as if the query said nothing of it. */
  facets?: (query: string) => Ask<readonly CountedValues[]>;
};

/** A list that is asked by a few choices in the address instead of a query. */
export type ListFilter = {
  Bar: ComponentType;
  /** What the address asks for, always in the same words; nothing when it is the whole list. */
  read: (search: URLSearchParams) => string;
  /** What the address no longer says when everything is asked for again. */
  params: readonly string[];
};

/** A page of rows is asked for; `query` is what the query bar or the filter says. */
export type PageAsked = { query: string; first: number; after: string | null };

/** What of a row does not travel with its events and is read again when one comes. */
export type Reread<R extends Row> = {
  topic: Topic;
  /** Rows that cannot change any more need not be read. */
  isWanted: (row: R) => boolean;
  /** However fast events come, rows are read again at most this often. */
  gapMs?: number;
  /** Answers with the change to each row. */
  read: (ids: string[]) => Ask<(row: R) => R>;
};

export type NounList<R extends Row, Beside = undefined> = {
  noun: Noun;
  /** Without a query bar or a filter the list is all there is to ask for. */
  query?: ListQueryOf;
  filter?: ListFilter;
  page: (asked: PageAsked) => Ask<RowPage<R>>;
  /** The ids of the first page as it is now. */
  ids: (asked: Omit<PageAsked, 'after'>) => Ask<string[]>;
  live: {
    apply: (row: R, event: LiveEvent) => R;
    /** What tells of changes to the rows of a query, whichever of them are shown. */
    follows: (query: string) => Topic;
    /** What tells of rows that are not shown yet. */
    arrivals: (query: string) => Topic;
    /** What tells that counts and charts are others. */
    moves: Topic;
  };
  reread?: Reread<R>;
  /** What is read beside the rows, once they are there: what would make the list wait if it came with them. */
  beside?: (rows: readonly R[]) => Ask<Beside> | undefined;
  columns: (shown: { rows: readonly R[]; beside: Beside | undefined }) => Column<R>[];
  /** The least width of the table before it scrolls sideways. */
  minWidth: string;
  /** How many lines a row has; 1 unless given. */
  lines?: 1 | 2;
  nameOf: (row: R) => string;
  /** The state of a row, of those that the query has looks for; what is selected is counted by it. */
  stateOf?: (row: R) => string;
  /** The page of what a row is about; undefined when there is none any more. */
  pathOf: (row: R) => string | undefined;
  /** Shown when there is nothing at all, or nothing of what the filter's choice is about. */
  Empty: ComponentType<{ query: string }>;
  /** What can be done beside the title: `New schedule`. */
  Actions?: ComponentType;
  Chart?: ComponentType<ListHistogramProps>;
  /** Looks into a row beside the list; without it a row opens its page. */
  Peek?: ComponentType<{ id: string; onClose: () => void }>;
  /** How two selected rows are shown beside each other. */
  pair?: RowPair<R>;
  /** What can be done to selected rows; without it none are selected. */
  acts?: readonly RowsAct<R>[];
  /** What can be done to one row and not to many. */
  rowActs?: readonly Act<R>[];
};
