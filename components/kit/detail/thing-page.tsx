'use client';

import { isIdOf, wordOf } from '#components/kit/noun/noun.ts';
import { AwaitedPage } from '#components/kit/page/awaited-page.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page, Panel } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { StateMark } from '#components/state/state-mark.tsx';
import type { KnownThing, ThingFrame } from './noun-page.ts';

type ThingPageProps<Thing> = {
  page: ThingFrame<Thing>;
  /** What the address calls it. */
  id: string;
  known: KnownThing<Thing>;
};

/** The page of one thing, however it came to be known: where it stands, what can be done with it, and all about it. */
export function ThingPage<Thing>({ page, id, known: { thing, fault, reload, after } }: ThingPageProps<Thing>) {
  const { noun, titleOf, lookOf, Mark, Actions, isNamed = false, isFilled = false, Panels } = page;
  const list = { href: noun.path, word: noun.title };
  if (thing === undefined || thing === null) {
    return (
      <AwaitedPage
        title={isNamed && !isIdOf(noun, id) ? id : wordOf(noun)}
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
      mark={
        <>
          {lookOf !== undefined && <StateMark isLarge look={lookOf(thing)} />}
          {Mark !== undefined && <Mark thing={thing} />}
        </>
      }
      actions={Actions !== undefined && <Actions thing={thing} />}
      isFilled={isFilled}
    >
      {fault !== undefined && (
        <Panel title="Not up to date">
          <FaultNotice fault={fault} onRetry={reload} />
        </Panel>
      )}
      <Panels thing={thing} reload={reload} after={after} />
    </Page>
  );
}
