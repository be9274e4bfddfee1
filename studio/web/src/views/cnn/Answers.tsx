// Ten outputs of each network, back to back.
import { hello } from '../../model/network';
import { answered } from '../../parts/CostTable';
import { fill, fixed, texts } from '../../text/views';
import { maps } from './model';

function Verdict({
  name,
  said,
  label,
  test,
}: {
  name: string;
  said: number;
  label: number | null;
  test: string;
}) {
  const T = texts();
  const classes = hello.value?.data.classes ?? [];
  const right = label === null ? '' : said === label ? ' is-right' : ' is-wrong';
  return (
    <div class={`verdict${right}`} data-test={test}>
      <span class="muted">{name}</span>
      <strong>{classes[said] ?? said}</strong>
      {label !== null && (
        <span class="mark">
          <span aria-hidden="true">{said === label ? '✓' : '✗'}</span>{' '}
          {said === label ? T.cnn.right : T.cnn.wrong}
        </span>
      )}
    </div>
  );
}

export function Answers() {
  const T = texts();
  const now = maps.value;
  if (!now) return null;
  const classes = hello.value?.data.classes ?? [];
  const own = answered(now.own);
  const cnn = answered(now.cnn);
  const bar = (value: number, best: boolean) => (
    <span class={`bar ${best ? 'is-best' : ''}`}>
      <span class="fill" style={{ transform: `scaleX(${Math.max(0, Math.min(1, value))})` }} />
    </span>
  );
  return (
    <section class="answers" aria-label={T.cnn.answers}>
      <div class="verdicts">
        <Verdict name={T.cnn.own} said={own} label={now.label} test="own-says" />
        <Verdict name={T.views.cnn} said={cnn} label={now.label} test="cnn-says" />
      </div>
      <ul>
        {now.own.map((value, i) => (
          <li
            key={i}
            class={i === now.label ? 'wanted' : ''}
            aria-label={fill(T.cnn.output, {
              digit: classes[i] ?? i,
              own: fixed(value),
              cnn: fixed(now.cnn[i]),
            })}
          >
            <span class="number">{fixed(value)}</span>
            <span class="from-right">{bar(value, i === own)}</span>
            <span class="digit">{classes[i] ?? i}</span>
            {bar(now.cnn[i], i === cnn)}
            <span class="number">{fixed(now.cnn[i])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
