// What can be guessed at a station, and which of it was right.
import { Icon } from '../parts/icons';
import { texts } from '../text/tour';
import { spoken } from './spoken';
import { guess, ready } from './state';
import type { Facts, Station } from './station';

interface Options {
  now: Station;
  options: readonly string[];
  facts: Facts;
}

/** What is said first of a guess. */
export function verdict(now: Station): string {
  const right = now.right?.() ?? null;
  if (right === null || right < 0 || guess.value === null) return '';
  const T = texts().tour;
  return `${guess.value === right ? T.right : T.wrong} `;
}

export function Asked({ now, options, facts }: Options) {
  const chosen = guess.value;
  const right = chosen === null ? null : (now.right?.() ?? null);
  return (
    <div class="tour-options" role="group" aria-labelledby="tour-ask">
      {options.map((option, i) => (
        <button
          key={i}
          data-option={i}
          disabled={ready.value !== now.name}
          aria-pressed={chosen === i}
          class={right === i ? 'is-right' : ''}
          onClick={() => (guess.value = i)}
        >
          {right === i && <Icon name="tick" />}
          {spoken(option, facts)}
        </button>
      ))}
    </div>
  );
}
