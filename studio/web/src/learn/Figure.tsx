import { Part } from '../parts/Part';
import { figures } from './figures';

/** A figure where it stands, live if there is one. */
export function Figure({ name, caption }: { name: string; caption: string }) {
  const Live = figures[name];
  return (
    <figure class="figure" data-figure={name}>
      {Live && (
        <Part of={name}>
          <Live />
        </Part>
      )}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
