// One example: what the network says of it, and what the answer hangs on.
import { largest } from './exam';
import { Icon } from '../../../parts/icons';
import { fill, percent, texts } from '../../../text/learn';
import { MapThumb, Thumb } from './Thumb';
import { WordOverTime } from './WordOverTime';
import { isWord } from './sets';
import * as figure from './state';

function Shares({ of }: { of: figure.Why }) {
  const T = texts().learnRoom.own;
  const { names } = figure.learned.value!;
  const most = Math.max(...of.shares);
  return (
    <div class="own-shares" role="group" aria-label={T.answer}>
      {of.shares.map((share, i) => (
        <button
          key={i}
          class={share === most ? 'is-best' : ''}
          data-share={share}
          aria-pressed={of.output === i}
          onClick={() => (figure.output.value = i)}
        >
          <span>{names[i]}</span>
          <span class="bar" aria-hidden="true">
            <span class="fill" style={{ transform: `scaleX(${share})` }} />
          </span>
          <span class="value">{percent(share, 0)}</span>
        </button>
      ))}
    </div>
  );
}

function Maps({ of }: { of: figure.WhySeen }) {
  const T = texts().learnRoom.own;
  const name = figure.learned.value!.names[of.output];
  const [most, sloped] = [of.drops, of.products].map(largest);
  return (
    <>
      <div class="own-maps">
        <figure>
          <Thumb of={of.example} />
          <figcaption class="small">{T.asItIs}</figcaption>
        </figure>
        <figure data-map="covered" data-most={most}>
          <MapThumb map={of.drops} most={Math.max(most, 1e-6)} />
          <figcaption class="small">{T.covered}</figcaption>
        </figure>
        <figure data-map="product">
          <MapThumb map={of.products} most={Math.max(sloped, 1e-6)} />
          <figcaption class="small">{T.product}</figcaption>
        </figure>
      </div>
      <p class="small">
        {fill(T.coveredHow, { n: of.window, name, most: percent(most) })}
      </p>
      <p class="small">
        {fill(T.productHow, { name })} {sloped === 0 && T.flat}
      </p>
    </>
  );
}

function Because({ of }: { of: figure.Why }) {
  return (
    <>
      <Shares of={of} />
      {'said' in of ? <WordOverTime of={of} /> : <Maps of={of} />}
    </>
  );
}

export function Chosen() {
  const T = texts().learnRoom.own;
  const K = T.of[figure.sort.value];
  const example = figure.chosen.value;
  if (!example) return figure.learned.value ? <p class="small">{K.nothing}</p> : null;
  const why = figure.why.value?.example === example ? figure.why.value : null;
  const at = figure.place.value;
  return (
    <section
      class="own-chosen"
      aria-label={T.chosen}
      data-test="own-chosen"
      data-place={at ?? 'nowhere'}
    >
      <h3>
        {T.chosen}{' '}
        <span class="small">
          {at === null ? T.fresh : fill(T.from, { name: figure.names.value[at] })}
        </span>
        {isWord(example) && (
          <button class="small" data-do="own-play" onClick={() => figure.playWord(example)}>
            <Icon name="play" /> {T.play}
          </button>
        )}
        {at !== null && (
          <button
            class="small"
            data-do="own-take-out"
            onClick={() => figure.takeOut(example)}
          >
            {K.takeOut}
          </button>
        )}
      </h3>
      {why && figure.learned.value ? (
        <Because of={why} />
      ) : (
        <div class="own-maps">
          <figure>
            <Thumb of={example} />
          </figure>
          {!figure.learned.value && <p class="small">{T.untaught}</p>}
        </div>
      )}
    </section>
  );
}
