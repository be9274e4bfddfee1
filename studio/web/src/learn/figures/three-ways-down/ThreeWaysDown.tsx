// Chapter 7: plain descent, momentum and Adam go down from the same place.
import '../live.css';
import './ThreeWaysDown.css';
import { texts } from '../../../text/learn';
import { Networks } from './Networks';
import { Ravine } from './Ravine';
import * as figure from './state';

export default function ThreeWaysDown() {
  const T = texts().learnRoom.ways;
  return (
    <div class="live three-ways-down" data-test="three-ways-down">
      <h2>{T.title}</h2>
      <div class="segmented ways-which" role="group" aria-label={T.which}>
        {(['ravine', 'networks'] as const).map((name) => (
          <button
            key={name}
            data-show-ways={name}
            data-still={name === 'networks' ? '' : undefined}
            aria-pressed={figure.show.value === name}
            onClick={() => (figure.show.value = name)}
          >
            {T.tabs[name]}
          </button>
        ))}
      </div>
      {figure.show.value === 'ravine' ? <Ravine /> : <Networks />}
    </div>
  );
}
