// What a figure of gates shows where there is no word yet.
import '../../../views/speech/speech.css';
import { texts } from '../../../text/learn';
import { Choose, Missing } from '../../../views/speech/SpeechView';
import { hearing, listening } from '../../../views/speech/model';
import { gated, offered } from './word';

export function Word() {
  const T = texts();
  if (!offered.value) return <Missing />;
  return (
    <>
      <Choose />
      {!hearing.value && (
        <p class="small">{listening.value ? T.speech.listening : T.speech.nothing}</p>
      )}
      {hearing.value && !gated.value && <p class="small">{T.learnRoom.gates.noGates}</p>}
    </>
  );
}
