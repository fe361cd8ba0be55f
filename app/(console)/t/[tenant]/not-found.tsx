import { NothingHere } from '#components/kit/page/nothing-here.tsx';
import { Page } from '#components/kit/page/page.tsx';

export default function NotFound() {
  return (
    <Page title="There is nothing here">
      <div className="panel">
        <NothingHere />
      </div>
    </Page>
  );
}
