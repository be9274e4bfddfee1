import type { Signal } from '@preact/signals';
import { texts } from '../../text/learn';

/** Starts the race; while it goes on, stops it. */
export function RaceButton({
  race,
  start,
  label,
  disabled = false,
}: {
  race: { running: Signal<boolean>; stop: () => Promise<void> };
  start: () => Promise<void>;
  label: string;
  disabled?: boolean;
}) {
  return race.running.value ? (
    <button data-do="figure-race-stop" onClick={() => void race.stop()}>
      {texts().overfit.stop}
    </button>
  ) : (
    <button
      class="primary"
      data-do="figure-race"
      disabled={disabled}
      onClick={() => void start()}
    >
      {label}
    </button>
  );
}
