import { ButtonLink } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <main className="flex min-h-screen flex-col items-center justify-center gap-2 p-8 text-center">
      <h1 className="text-title font-semibold">There is nothing here</h1>
      <p className="max-w-md text-quiet">
        The address is wrong, or what it named is gone or belongs to another tenant.
      </p>
      <div className="mt-3">
        <ButtonLink href="/" kind="primary">
          To the overview
        </ButtonLink>
      </div>
    </main>
  );
}
