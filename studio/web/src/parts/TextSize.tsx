import { signal } from '@preact/signals';
import { chooseTextSize, textSize, textSizes } from '../model/settings';
import { percent, texts } from '../text';
import { useClosing } from './closing';

const open = signal(false);

/** How large all text is, for a projector or for eyes that need it. */
export function TextSize() {
  const T = texts().header;
  const box = useClosing(open);
  return (
    <div class="menu" ref={box}>
      <button
        class="quiet round letter"
        data-do="text-size"
        aria-label={T.textSize}
        title={T.textSize}
        aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        A
      </button>
      {open.value && (
        <div class="menu-items" role="group" aria-label={T.textSize}>
          {textSizes.map((size) => (
            <button
              key={size}
              data-size={size}
              aria-pressed={textSize.value === size}
              style={{ fontSize: `${0.875 * (size / textSize.value)}rem` }}
              onClick={() => chooseTextSize(size)}
            >
              A <span class="muted">{percent(size, 0)}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
