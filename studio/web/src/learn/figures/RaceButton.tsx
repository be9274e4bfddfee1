import type { Race } from '../../model/race';
import { texts } from '../../text/learn';

/** Starts the race; while it goes on, stops it. */
export function RaceButton({
  race,
  start,
  label,
}: {
  race: Race;
  start: () => Promise<void>;
  label: string;
}) {
  return race.running.value ? (
    <button data-do="figure-race-stop" onClick={() => void race.stop()}>
      {texts().overfit.stop}
    </button>
  ) : (
    <button class="primary" data-do="figure-race" onClick={() => void start()}>
      {label}
    </button>
  );
}
