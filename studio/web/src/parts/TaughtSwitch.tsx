// One switch between the newborn network and the one taught beforehand.
import { state } from '../model/learning';
import { showTaught } from '../model/time';
import { texts } from '../text';

export function TaughtSwitch() {
  const T = texts().time;
  const taught = state.value?.taught ?? false;
  return (
    <div class="segmented small" role="group" aria-label={T.which}>
      <button data-do="newborn" aria-pressed={!taught} onClick={() => showTaught(false)}>
        {T.newborn}
      </button>
      <button data-do="taught" aria-pressed={taught} onClick={() => showTaught(true)}>
        {T.taught}
      </button>
    </div>
  );
}
