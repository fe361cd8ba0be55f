'use client';

import { ExportMenu } from '#components/graph/export-menu.tsx';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { pictureOf } from '#components/nouns/workflow/definition/definition-graph.ts';
import { DefinitionPicture } from '#components/nouns/workflow/definition/definition-picture.tsx';

/** The picture of a text as it was published. */
export function PublishedPicture({ source }: { source: string }) {
  const drawn = pictureOf(source);
  if (drawn === undefined) return <EmptyNotice>This text can no longer be drawn; its steps stand in it.</EmptyNotice>;
  const { name, picture } = drawn;
  return <DefinitionPicture picture={picture} tools={<ExportMenu diagram={() => ({ name, ...picture })} />} />;
}
