// Sixty seconds by hand against one step of gradient descent from the same start.
import { signal } from '@preact/signals';
import type { Score } from '../../engine/types';
import { tell } from '../../model/engine';
import { touched } from '../../model/learning';
import { fill, fixed, percent, texts } from '../../text/views';

const seconds = 60;
const left = signal<number | null>(null);
interface Scores {
  before: Score;
  byHand: Score;
  oneStep: Score;
}
const result = signal<Scores | null>(null);
let timer: ReturnType<typeof setInterval> | undefined;

async function start(): Promise<void> {
  result.value = null;
  if (!(await tell('hand', { start: true }))) return;
  const end = Date.now() + seconds * 1000;
  left.value = seconds;
  timer = setInterval(() => {
    left.value = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (left.value === 0) void stop();
  }, 250);
}

async function stop(): Promise<void> {
  clearInterval(timer);
  left.value = null;
  const reply = await tell('hand', { stop: true });
  if (reply?.before && reply.byHand && reply.oneStep)
    result.value = { before: reply.before, byHand: reply.byHand, oneStep: reply.oneStep };
  touched.value++;
}

/** One step may lead uphill over the test set; that is nothing to have been beaten. */
function outcome({ before, byHand, oneStep }: Scores): 'gameWon' | 'gameLost' | 'gameAstray' {
  if (byHand.cost < before.cost && byHand.cost < oneStep.cost) return 'gameWon';
  return oneStep.cost < before.cost ? 'gameLost' : 'gameAstray';
}

export function Game() {
  const T = texts();
  const now = result.value;
  const most = now ? Math.max(now.before.cost, now.byHand.cost, now.oneStep.cost) : 1;
  return (
    <section class="game" aria-label={T.hand.game}>
      <div class="game-head">
        <b>{T.hand.game}</b>
        {left.value !== null ? (
          <>
            <span class="game-clock" role="timer">
              {fill(T.hand.gameLeft, { n: left.value })}
            </span>
            <button class="small" data-do="game-stop" onClick={() => stop()}>
              {T.hand.gameStop}
            </button>
          </>
        ) : (
          <button class="small" data-do="game-start" onClick={() => start()}>
            {now ? T.hand.gameAgain : T.hand.gameStart}
          </button>
        )}
      </div>
      {!now && <p class="small">{T.hand.gameWhy}</p>}
      {now && (
        <>
          <ul class="game-bars">
            {(['before', 'byHand', 'oneStep'] as const).map((key) => (
              <li key={key}>
                <span class="name">{T.hand[key]}</span>
                <span class="bar">
                  <span
                    class={`fill ${key}`}
                    style={{ transform: `scaleX(${now[key].cost / most})` }}
                  />
                </span>
                <span class="value">{fixed(now[key].cost, 4)}</span>
                <span class="value">{percent(now[key].accuracy)}</span>
              </li>
            ))}
          </ul>
          <p class="small" role="status">
            {T.hand[outcome(now)]}
          </p>
        </>
      )}
    </section>
  );
}
