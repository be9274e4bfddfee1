// Chapter 6: the slope of a weight of the visitor's own network by factors, and beside it what
// comes out when the weight is nudged.
import './Chain.css';
import '../live.css';
import { useEffect } from 'preact/hooks';
import { input, sayLabel } from '../../../model/input';
import { hello } from '../../../model/network';
import { answered } from '../../../parts/CostTable';
import { fill, fixed, plural, texts } from '../../../text/learn';
import { Factors, number } from './Factors';
import { Row } from './Row';
import { factorsOf, moved, sharedDigits, slopeOf, waysFrom } from './slope';
import { Slopes } from './Slopes';
import * as figure from './state';
import { Ways } from './Ways';

interface CardFields {
  name: string;
  title: string;
  value: number;
  how: string;
}

const exact = (value: number): string => {
  const size = Math.abs(value);
  if (size === 0) return fixed(0, 5);
  if (size < 1e-4) return number(value);
  return fixed(value, Math.min(8, Math.max(3, 3 - Math.floor(Math.log10(size)))));
};

function Card({ name, title, value, how }: CardFields) {
  return (
    <div class="card-of" data-card={name} data-value={value}>
      <span class="small">{title}</span>
      <strong>{exact(value)}</strong>
      <span class="small">{how}</span>
    </div>
  );
}

/** below it a nudge is lost in rounding */
const nothing = 1e-9;

function Agreement({ a, b }: { a: number; b: number }) {
  const T = texts().learnRoom.chain;
  const shared = sharedDigits(a, b);
  const none = Math.max(Math.abs(a), Math.abs(b)) < nothing;
  const said = none
    ? T.zero
    : shared >= 1
      ? fill(T.agree, { digits: plural(shared, T.digits) })
      : T.apart;
  return (
    <p class={`agreement ${shared >= 1 || none ? 'is-true' : ''}`} data-test="agreement">
      {said}
    </p>
  );
}

function Cards() {
  const T = texts().learnRoom.chain;
  const at = figure.seen.value!;
  const chain = figure.chain.value;
  const l = figure.layer.value;
  const weight: [number, number] = [chain[l - 1], chain[l]];
  const whole = figure.whole.value;
  const factors = factorsOf(at, chain, l);
  const slope = whole
    ? slopeOf(at, weight, l)
    : factors.reduce((all, { value }) => all * value, 1);
  const { before, after } = moved(at, weight, l, figure.step, whole ? undefined : chain);
  const nudged = (after - before) / figure.step;
  const ways = plural(waysFrom(at, l), T.ways);
  return (
    <>
      <div class="cards">
        {whole ? (
          <>
            <Card name="sum" title={T.sum} value={slope} how={fill(T.sumHow, { ways })} />
            <Card
              name="engine"
              title={T.engine}
              value={at.gradient[figure.place.value!]}
              how={T.engineHow}
            />
          </>
        ) : (
          <Card name="product" title={T.product} value={slope} how={T.productHow} />
        )}
        <Card
          name="nudged"
          title={T.nudged}
          value={nudged}
          how={fill(T.nudgedHow, { after: fixed(after, 7), before: fixed(before, 7) })}
        />
      </div>
      <Agreement a={slope} b={nudged} />
    </>
  );
}

function Batch() {
  const T = texts().learnRoom.chain;
  const now = figure.batch.value;
  useEffect(figure.followBatch, []);
  return (
    <p
      class="small batch"
      data-test="batch"
      data-slope={now?.slope}
      data-nudged={now?.nudged}
    >
      {now &&
        fill(T.batch, {
          n: now.samples,
          step: fixed(now.step, 2),
          slope: exact(now.slope),
          nudged: exact(now.nudged),
        })}
    </p>
  );
}

function WhichExample() {
  const T = texts().learnRoom.chain;
  const at = figure.seen.value;
  const classes = hello.value?.data.classes ?? [];
  if (!at && input.value.source !== 'none' && input.value.label === null)
    return (
      <div class="which-digit">
        <p class="small">{T.noLabel}</p>
        <div class="buttons">
          {classes.map((name, label) => (
            <button key={name} class="small" onClick={() => sayLabel(label)}>
              {name}
            </button>
          ))}
        </div>
      </div>
    );
  if (!at) return <p class="small">{input.value.source === 'none' ? T.noInput : ''}</p>;
  const answer = answered(at.outputs);
  return (
    <p class="small" data-test="chain-example">
      {fill(T.label, {
        label: classes[at.label] ?? at.label,
        answer: classes[answer] ?? answer,
        cost: fixed(at.total, 4),
      })}
    </p>
  );
}

export default function Chain() {
  const T = texts().learnRoom;
  const C = T.chain;
  useEffect(figure.follow, []);
  const at = figure.seen.value;
  const whole = figure.whole.value;
  const bend = at?.net.layers[0].activation === 'sigmoid' ? 'σ' : 'f';
  return (
    <div class="live chain" data-test="chain">
      <h2>{whole ? C.whole : C.title}</h2>
      <p class="small">{whole ? C.wholeAbout : C.about}</p>
      <WhichExample />
      {figure.unknown.value && <p class="small">{C.unknown}</p>}
      {!at && !figure.unknown.value && input.value.source !== 'none' && (
        <p class="small">{T.waiting}</p>
      )}
      {at && !figure.unknown.value && (
        <>
          {!whole && <p class="small chain-forward">{C.forward} →</p>}
          <Row />
          {whole ? (
            <div class="all-ways">
              {figure.layer.value === 1 && <Slopes />}
              <Ways />
            </div>
          ) : (
            <Factors
              factors={factorsOf(at, figure.chain.value, figure.layer.value)}
              bend={bend}
            />
          )}
          <Cards />
          {whole && <Batch />}
        </>
      )}
      <div class="buttons">
        <button data-do="whole" aria-pressed={whole} onClick={() => (figure.whole.value = !whole)}>
          {C.all}
        </button>
        <button data-do="strongest" onClick={figure.strengthen}>
          {C.strongest}
        </button>
        <button data-do="another-example" onClick={() => void figure.anotherExample()}>
          {C.example}
        </button>
      </div>
    </div>
  );
}
