// A score from −1 to 1 on a bar, and the scores of all sixteen.
import { fill, fixed, texts } from '../../../text/learn';
import { luck } from './likeness';
import * as figure from './state';

const place = (score: number): string => `${50 + 50 * score}%`;
const written = (score: number | null): string => (score === null ? '—' : fixed(score));

export function ScoreBar() {
  const T = texts().learnRoom.hope;
  const score = figure.scores.value[figure.shown.value] ?? null;
  const left = score !== null && score < 0;
  return (
    <div class="score" data-test="score" data-value={score ?? ''}>
      <p>
        {fill(T.score, { n: figure.shown.value })} <strong>{written(score)}</strong>
      </p>
      <div class="score-track" aria-hidden="true">
        {score !== null && (
          <span
            class={`score-length ${left ? 'is-left' : ''}`}
            style={{
              left: place(Math.min(0, score)),
              right: `calc(100% - ${place(Math.max(0, score))})`,
            }}
          />
        )}
        <span class="score-zero" style={{ left: place(0) }} />
        <span class="score-luck" style={{ left: place(luck) }} />
      </div>
      <div class="score-scale small" aria-hidden="true">
        <span style={{ left: 0 }}>−1</span>
        <span style={{ left: place(0) }}>0</span>
        <span class="of-luck" style={{ left: place(luck) }}>
          {fill(T.luck, { luck: fixed(luck) })}
        </span>
        <span style={{ left: '100%' }}>1</span>
      </div>
    </div>
  );
}

export function Scores() {
  const T = texts().learnRoom.hope;
  return (
    <ol class="scores" aria-label={T.scores} start={0}>
      {figure.scores.value.map((score, n) => (
        <li
          key={n}
          data-score={score ?? ''}
          class={n === figure.best.value ? 'is-best' : ''}
          aria-current={n === figure.shown.value ? 'true' : undefined}
        >
          <span class="small">{n}</span>
          {written(score)}
        </li>
      ))}
    </ol>
  );
}
