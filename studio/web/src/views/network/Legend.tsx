// What the colours of the lines mean, and the choice of what they show.
import { useEffect } from 'preact/hooks';
import { read } from '../../model/engine';
import { input } from '../../model/input';
import { linesShow } from '../../model/selection';
import { phase } from '../../model/slow';
import { texts } from '../../text';

export function Legend() {
  const T = texts();
  const gradient = linesShow.value === 'gradient';
  const nudges = gradient || phase()?.kind === 'back';
  useEffect(() => (gradient ? read('gradient') : undefined), [gradient]);
  return (
    <div class="line-legend">
      <div class="segmented small" role="group" aria-label={T.network.lines}>
        {(['votes', 'gradient'] as const).map((name) => (
          <button
            key={name}
            data-lines={name}
            aria-pressed={linesShow.value === name}
            onClick={() => (linesShow.value = name)}
          >
            {T.network[name]}
          </button>
        ))}
      </div>
      <p>
        <span class="stroke plus" aria-hidden="true" />{' '}
        {nudges ? T.network.grows : T.network.inFavour}
      </p>
      <p>
        <span class="stroke minus" aria-hidden="true" />{' '}
        {nudges ? T.network.shrinks : T.network.against}
      </p>
      {gradient && input.value.label === null && <p class="accent-text">{T.network.needsLabel}</p>}
    </div>
  );
}
