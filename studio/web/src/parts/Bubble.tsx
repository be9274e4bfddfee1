import './Bubble.css';
import { bubble } from './longPress';

/** What a thing says of itself, over the finger that rests on it. */
export function Bubble() {
  const now = bubble.value;
  if (!now) return null;
  const side = now.x < innerWidth / 2 ? 'left' : 'right';
  const across = side === 'left' ? now.x - 20 : innerWidth - now.x - 20;
  const below = now.y < 120;
  return (
    <p
      class="bubble"
      role="tooltip"
      style={{
        [side]: `${Math.max(8, across)}px`,
        ...(below ? { top: `${now.y + 36}px` } : { bottom: `${innerHeight - now.y + 36}px` }),
      }}
    >
      {now.text}
    </p>
  );
}
