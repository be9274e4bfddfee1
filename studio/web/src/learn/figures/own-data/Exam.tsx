// The examples that were kept for the test, and what the network says of them.
import { fill, percent, texts } from '../../../text/learn';
import { Thumb } from './Thumb';
import { type Answer, isRight } from './exam';
import * as figure from './state';

const [fewestShown, mostShown] = [5, 12];

function Examined({ of }: { of: Answer }) {
  const T = texts().learnRoom.own;
  const { names } = figure.learned.value!;
  const right = isRight(of);
  const [name, said] = [names[of.label], names[of.said]];
  const share = percent(of.shares[of.said], 0);
  return (
    <button
      class={`own-examined ${right ? 'is-right' : 'is-wrong'}`}
      data-right={right}
      aria-pressed={figure.chosen.value === of.example}
      onClick={() => figure.choose(of.example)}
    >
      <Thumb of={of.example} />
      <span>
        {fill(T.says, { name: said, share })}
        <strong> {right ? T.right : fill(T.wrong, { name })}</strong>
      </span>
    </button>
  );
}

export function Exam() {
  const T = texts().learnRoom.own;
  const answers = figure.answers.value;
  if (!figure.learned.value || answers.length === 0) return null;
  const wrong = answers.filter((one) => !isRight(one)).length;
  const shown = Math.min(mostShown, Math.max(fewestShown, wrong));
  return (
    <section aria-label={T.exam} data-test="own-exam">
      <h3>{T.exam}</h3>
      <div class="own-exam">
        {answers.slice(0, shown).map((of, i) => (
          <Examined key={i} of={of} />
        ))}
      </div>
    </section>
  );
}
