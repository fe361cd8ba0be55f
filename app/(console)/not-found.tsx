import { NothingHere } from '#components/page/nothing-here.tsx';
import { Page } from '#components/page/page.tsx';

export default function NotFound() {
  return (
    <Page title="There is nothing here">
      <div className="panel">
        <NothingHere />
      </div>
    </Page>
  );
}
