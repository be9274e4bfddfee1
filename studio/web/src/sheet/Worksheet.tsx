// One page of paper: what the network sees, one neuron of it to count through, the cost to fill in.
import './sheet.css';
import { inputName, neuronName } from '../model/names';
import { type Net, hello, net, pixelAt } from '../model/network';
import { input } from '../model/input';
import { selection } from '../model/selection';
import { recipe, state } from '../model/learning';
import { place } from '../model/place';
import { terms } from '../parts/CostTable';
import { count, fill, fixed, plural, signed, texts } from '../text';
import { kind, pointAt, pointCount, valueHeight } from '../views/plane/model';
import { className } from '../views/plane/words';
import { InputDrawing, NetworkDrawing, PointsDrawing, WeightsDrawing } from './drawings';
import { type Asked, answers, askedOf, isPlane, shortened, sumOf } from './numbers';

const Blank = () => <span class="blank" />;

const activations: Record<string, string> = {
  sigmoid: 'σ',
  relu: 'ReLU',
  softmax: 'softmax',
  linear: '',
};

function Points({ label }: { label: string }) {
  const curve = kind.peek() === 'curve';
  const points = Array.from({ length: pointCount() }, (_, i) => pointAt(i)).map((p) =>
    curve ? { x: p.x, y: p.label * valueHeight, label: 0 } : p,
  );
  const range = hello.peek()?.plane?.range ?? 6;
  return <PointsDrawing points={points} spot={place.peek()} range={range} label={label} />;
}

function whatGoesIn(): string {
  const T = texts();
  if (isPlane())
    return fill(T.sheet.place, { x: fixed(place.peek().x, 1), y: fixed(place.peek().y, 1) });
  const { source, index, label } = input.peek();
  const names = hello.peek()?.data.classes ?? [];
  const name = label === null ? '?' : (names[label] ?? String(label));
  if (source === 'test') return fill(T.input.isTest, { index: count(index ?? 0), label: name });
  return source === 'strokes' ? T.input.isDrawn : T.sheet.goesIn;
}

function nameOfInput(network: Net, { layer }: Asked, i: number): string {
  if (layer.index > 0) return fill(texts().sheet.neuron, { n: i + 1 });
  if (isPlane()) return inputName(i);
  const { x, y } = pixelAt(network, i);
  return fill(texts().selected.pixelFrom, { x, y });
}

function Counting({ network, asked }: { network: Net; asked: Asked }) {
  const T = texts().sheet;
  const { votes, others, rest, bias } = sumOf(asked);
  const f = activations[asked.layer.activation] ?? asked.layer.activation;
  return (
    <div class="sheet-formula">
      <p class="sheet-line">
        z = w₁a₁ + w₂a₂ + … + b, &nbsp; a = {f ? `${f}(z)` : 'z'}
      </p>
      <table>
        <thead>
          <tr>
            <th>{T.from}</th>
            <th>w</th>
            <th>a</th>
            <th>w · a</th>
          </tr>
        </thead>
        <tbody>
          {votes.map((vote) => (
            <tr key={vote.input}>
              <th>{nameOfInput(network, asked, vote.input)}</th>
              <td>{signed(vote.w)}</td>
              <td>{fixed(vote.a)}</td>
              <td class="empty" />
            </tr>
          ))}
          {others > 0 && (
            <tr>
              <th colSpan={3}>{plural(others, T.others)}</th>
              <td>{signed(rest)}</td>
            </tr>
          )}
          <tr>
            <th colSpan={3}>{T.bias}</th>
            <td>{signed(bias)}</td>
          </tr>
        </tbody>
      </table>
      <p class="sheet-line">
        z = <Blank />
      </p>
      <p class="sheet-line">
        a = {f ? `${f}(z)` : 'z'} = <Blank />
      </p>
      {f === 'σ' && <p class="sheet-note">σ(z) = 1 : (1 + e⁻ᶻ)</p>}
      {f === 'ReLU' && <p class="sheet-note">ReLU(z) = max(0, z)</p>}
    </div>
  );
}

function Costs({ names }: { names: string[] }) {
  const T = texts().sheet;
  const squared = recipe.peek()?.cost === 'squared';
  const now = isPlane() ? null : terms.peek();
  const { rows, others } = shortened(answers(now?.wanted ?? [], names), now?.terms ?? []);
  return (
    <table class="sheet-costs">
      <thead>
        <tr>
          <th>{T.output}</th>
          <th>{T.isNow}</th>
          <th>{T.wanted}</th>
          <th>{squared ? T.squared : T.term}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th>{row.name}</th>
            <td>{fixed(row.value)}</td>
            {row.wanted === null ? <td class="empty" /> : <td>{fixed(row.wanted, 0)}</td>}
            <td class="empty" />
          </tr>
        ))}
        {others && (
          <tr>
            <th colSpan={3}>{plural(others.count, T.otherOutputs)}</th>
            {others.cost === null ? <td class="empty" /> : <td>{fixed(others.cost, 3)}</td>}
          </tr>
        )}
        <tr>
          <th colSpan={3}>{T.sum}</th>
          <td class="empty" />
        </tr>
      </tbody>
    </table>
  );
}

/** What the outputs are called. */
function namesOf(network: Net): string[] {
  const { width } = network.layers.at(-1)!;
  if (!isPlane()) return hello.peek()?.data.classes ?? [];
  return width === 1 ? ['a'] : Array.from({ length: width }, (_, i) => className(i));
}

export function Worksheet() {
  const T = texts().sheet;
  const network = net.peek();
  const asked = askedOf(selection.peek());
  if (!network || !asked) return null;
  const names = namesOf(network);
  return (
    <article class="sheet">
      <header>
        <h1>{T.title}</h1>
        <p>
          {T.name} <Blank /> {T.class} <Blank />
        </p>
      </header>
      <div class="sheet-two">
        <section>
          <h2>1. {T.goesIn}</h2>
          {isPlane() ? (
            <Points label={T.goesIn} />
          ) : (
            <InputDrawing network={network} label={T.goesIn} />
          )}
          <p class="sheet-note">{whatGoesIn()}</p>
        </section>
        <section>
          <h2>2. {T.network}</h2>
          <NetworkDrawing network={network} asked={asked} names={names} label={T.network} />
          <p class="sheet-note">
            {T.networkNote} {fill(T.step, { step: count(state.peek()?.shown.step ?? 0) })}
          </p>
        </section>
      </div>
      <div class="sheet-two">
        <section>
          <h2>
            3. {T.weights}: {neuronName(asked.layer.index, asked.neuron)}
          </h2>
          <WeightsDrawing {...asked} label={T.weights} />
          <p class="sheet-note">{T.weightsNote}</p>
        </section>
        <section>
          <h2>4. {T.count}</h2>
          <Counting network={network} asked={asked} />
        </section>
      </div>
      <section>
        <h2>5. {T.cost}</h2>
        <Costs names={names} />
      </section>
    </article>
  );
}
