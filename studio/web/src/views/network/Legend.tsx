// What the colours of the lines mean, and the choice of what they show.
import { useEffect } from 'preact/hooks';
import { readGradient } from '../../model/engine';
import { input } from '../../model/input';
import { linesShow } from '../../model/selection';
import { texts } from '../../text';

export function Legend() {
  const T = texts();
  const gradient = linesShow.value === 'gradient';
  useEffect(() => (gradient ? readGradient() : undefined), [gradient]);
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
        {gradient ? T.network.grows : T.network.inFavour}
      </p>
      <p>
        <span class="stroke minus" aria-hidden="true" />{' '}
        {gradient ? T.network.shrinks : T.network.against}
      </p>
      {gradient && input.value.label === null && <p class="accent-text">{T.network.needsLabel}</p>}
    </div>
  );
}
