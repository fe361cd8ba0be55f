import { screens } from '#components/kit/words/paths.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';

/** What stands below the heading "There is nothing here". */
export function NothingHere() {
  return (
    <EmptyState
      title="The address is wrong, or what it named is gone or belongs to another tenant."
      actions={
        <ButtonLink href={screens.overview} kind="primary">
          To the overview
        </ButtonLink>
      }
    />
  );
}
