import { NothingHere } from '#components/kit/page/nothing-here.tsx';

export default function NotFound() {
  return (
    <main className="flex min-h-screen flex-col items-center justify-center p-8">
      <h1 className="text-title font-semibold">There is nothing here</h1>
      <NothingHere />
    </main>
  );
}
