'use client';

import { wordOf } from '#components/kit/noun/noun.ts';
import { AwaitedPage } from '#components/kit/page/awaited-page.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page, Panel } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { StateMark } from '#components/state/state-mark.tsx';
import type { NounPage } from './noun-page.ts';
import { useThing } from './use-thing.ts';

/** The page of one thing: where it stands, what can be done with it, and everything about it. */
export function DetailPage<Thing>({ page, id }: { page: NounPage<Thing>; id: string }) {
  const { noun, titleOf, lookOf, Actions, Panels } = page;
  const { thing, fault, reload } = useThing(page, id);
  const list = { href: noun.path, word: noun.title };
  if (thing === undefined || thing === null) {
    return (
      <AwaitedPage
        title={wordOf(noun)}
        noun={noun.one}
        list={list}
        isMissing={thing === null}
        fault={fault}
        onRetry={reload}
      />
    );
  }
  return (
    <Page
      title={titleOf(thing)}
      trail={<Trail href={list.href}>{list.word}</Trail>}
      mark={lookOf !== undefined && <StateMark look={lookOf(thing)} />}
      actions={Actions !== undefined && <Actions thing={thing} />}
    >
      {fault !== undefined && (
        <Panel title="Not up to date">
          <FaultNotice fault={fault} onRetry={reload} />
        </Panel>
      )}
      <Panels thing={thing} />
    </Page>
  );
}
