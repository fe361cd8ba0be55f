import { Specimen } from './specimen.tsx';

const grounds = ['canvas', 'surface', 'raised', 'line', 'control-line', 'ink', 'quiet', 'focus'];
const families = ['waiting', 'running', 'success', 'warning', 'failed', 'human'].map((name) => `state-${name}`);

/** The type scale and the colours. */
export function GalleryText() {
  return (
    <>
      <Specimen title="Type">
        <div className="panel flex flex-col gap-1 p-3">
          <p className="text-figure font-semibold">1,204,331 figure</p>
          <p className="text-title font-semibold">Title of a screen</p>
          <p className="text-lead font-semibold">Title of a dialog</p>
          <p>Body: the job waits because queue billing runs 10 of 10.</p>
          <p className="text-quiet">Quiet: what explains and does not lead.</p>
          <p className="text-small text-quiet">Small: heads of tables, hints, notes.</p>
          <p>
            <span className="identifier">job_01a1fd22-f6e7-7000-802e-5f7b7aa01234</span>{' '}
            <a className="link" href="#link">
              A link in a text
            </a>
          </p>
          <p>0123456789 tabular: 11:11:11 and 08:08:08 are of one width</p>
        </div>
      </Specimen>
      <Specimen title="Colours">
        <div className="flex flex-wrap gap-3">
          {[...grounds, ...families].map((name) => (
            <span key={name} className="flex flex-col items-center gap-1 text-small">
              <span className="size-8 rounded border border-line" style={{ background: `var(--${name})` }} />
              {name}
            </span>
          ))}
        </div>
      </Specimen>
    </>
  );
}
