// What a chapter asks: bets before the answer is told, and exercises after it.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { language } from '../model/settings';
import { fill, fixed, texts } from '../text/learn';
import { Icon } from '../parts/icons';
import type { Block, Inline, Option } from './chapter';
import { numberIn } from './number';
import { answer, answers } from './progress';
import { Words } from './Words';

type Bet = Extract<Block, { kind: 'bet' }>;
type Exercise = Extract<Block, { kind: 'exercise' }>;

interface Choice {
  place: string;
  options: Option[];
  wrong: string;
}

function Verdict({ right, children }: { right: boolean | null; children: ComponentChildren }) {
  return (
    <p class={`verdict ${right ? 'is-true' : ''}`} role="status" data-test="verdict">
      {right && <Icon name="tick" />}
      {children}
    </p>
  );
}

function Choices({ place, options, wrong }: Choice) {
  const T = texts().learnRoom;
  const chosen = answers.value[place];
  const right = typeof chosen === 'number' ? options[chosen]?.right : null;
  return (
    <>
      <div class="choices">
        {options.map(({ parts }, i) => (
          <button key={i} aria-pressed={chosen === i} onClick={() => answer(place, i)}>
            <Words parts={parts} />
          </button>
        ))}
      </div>
      <Verdict right={right ?? null}>{right === null ? '' : right ? T.right : wrong}</Verdict>
    </>
  );
}

interface Asking {
  kind: string;
  lead: string;
  question: Inline[];
  children: ComponentChildren;
}

function Asking({ kind, lead, question, children }: Asking) {
  const id = useId();
  return (
    <section class={`asked ${kind}`} aria-labelledby={id} data-asked={kind}>
      <p id={id}>
        <strong class="lead-word">{lead}</strong>{' '}
        <Words parts={question} />
      </p>
      {children}
    </section>
  );
}

export function BetBox({ bet, place }: { bet: Bet; place: string }) {
  const T = texts().learnRoom;
  return (
    <Asking kind="bet" lead={T.betLead} question={bet.question}>
      <Choices place={place} options={bet.options} wrong={T.wrongBet} />
    </Asking>
  );
}

function Written({ place, value, tolerance }: { place: string; value: number; tolerance: number }) {
  const T = texts().learnRoom;
  const given = answers.value[place];
  const text = useSignal(typeof given === 'string' ? given : '');
  const number = typeof given === 'string' ? numberIn(given, language.value) : null;
  const right = number !== null && Math.abs(number - value) <= tolerance * (1 + 1e-9);
  const example = fixed(0.12, 2);
  const said =
    given === undefined
      ? ''
      : number === null
        ? fill(T.noNumber, { example })
        : right
          ? T.right
          : T.wrong;
  return (
    <form
      class="written"
      onSubmit={(event) => {
        event.preventDefault();
        answer(place, text.value);
      }}
    >
      <input
        type="text"
        inputMode="decimal"
        autocomplete="off"
        aria-label={T.yourAnswer}
        placeholder={T.yourAnswer}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <button type="submit">{T.check}</button>
      <Verdict right={right}>{said}</Verdict>
    </form>
  );
}

export function ExerciseBox(props: {
  exercise: Exercise;
  place: string;
  children: ComponentChildren;
}) {
  const T = texts().learnRoom;
  const { exercise, place } = props;
  const { task } = exercise;
  const lead = fill(T.exercise, { id: exercise.id });
  return (
    <Asking kind="exercise" lead={`${lead}.`} question={exercise.question}>
      {task.kind === 'choice' && <Choices place={place} options={task.options} wrong={T.wrong} />}
      {task.kind === 'number' && <Written place={place} {...task} />}
      {task.kind === 'open' && <p class="small">{T.open}</p>}
      <details>
        <summary>{T.answer}</summary>
        {props.children}
      </details>
    </Asking>
  );
}
