// How many test images each network reads, by how far they are moved.
import { useSignal } from '@preact/signals';
import { Drawing, type Sheet } from '../../draw/canvas';
import { css, mix, readableOn } from '../../draw/palette';
import { cellUnder } from '../../draw/pointer';
import { count, fill, percent, texts } from '../../text/views';
import {
  maps,
  measureShifts,
  measuredImages,
  measuring,
  mostMeasured,
  moveTo,
  ready,
  shift,
  shiftMap,
} from './model';

const across = 2 * mostMeasured + 1;

function ShiftMap({ of, name }: { of: 'own' | 'cnn'; name: string }) {
  const T = texts();
  const told = useSignal<[number, number] | null>(null);
  const found = shiftMap.value?.[of] ?? [];
  const at = told.value ?? shift.value;
  const share = found[at[1] + mostMeasured]?.[at[0] + mostMeasured];
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const cell = Math.min(width, height) / across;
    for (let y = 0; y < across; ++y)
      for (let x = 0; x < across; ++x) {
        const value = found[y]?.[x];
        context.fillStyle =
          value === undefined ? palette.line : css(mix(palette.off, palette.on, value));
        context.fillRect(x * cell, y * cell, cell - 1, cell - 1);
      }
    const [x, y] = shift.value.map((v) => v + mostMeasured);
    if (x < 0 || y < 0 || x >= across || y >= across) return;
    const value = found[y]?.[x] ?? 0;
    context.strokeStyle = readableOn(mix(palette.off, palette.on, value));
    context.lineWidth = 2;
    context.strokeRect(x * cell + 0.5, y * cell + 0.5, cell - 2, cell - 2);
  };
  const under = (event: MouseEvent): [number, number] => {
    const { column, row } = cellUnder(event, across, across);
    return [column - mostMeasured, row - mostMeasured];
  };
  const [x, y] = at.map(count);
  const right =
    share === undefined ? '' : fill(T.cnn.shiftShare, { x, y, percent: percent(share) });
  return (
    <figure class="shift-map">
      <div
        role="img"
        aria-label={`${name}: ${right}`}
        onPointerMove={(event) => (told.value = under(event))}
        onPointerLeave={() => (told.value = null)}
        onClick={(event) => moveTo(...under(event))}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          follow={() => [shiftMap.value, shift.value]}
          draw={draw}
        />
      </div>
      <figcaption>
        {name} <strong>{share === undefined ? '—' : percent(share)}</strong>
      </figcaption>
    </figure>
  );
}

export function ShiftMaps() {
  const T = texts();
  const now = shiftMap.value;
  if (!maps.value) return null;
  return (
    <section class="shift-maps">
      <h3>{T.cnn.shifts}</h3>
      {now && (
        <div class="shift-pair">
          <ShiftMap of="own" name={T.cnn.own} />
          <ShiftMap of="cnn" name={T.views.cnn} />
        </div>
      )}
      <p class="small">
        {now
          ? fill(T.cnn.shiftsTold, {
              n: count(now.samples),
              most: mostMeasured,
              step: count(now.step),
            })
          : fill(T.cnn.shiftsHow, { n: count(measuredImages), most: mostMeasured })}
      </p>
      <button
        class="small"
        data-do="shifts"
        disabled={measuring.value || !ready.value}
        onClick={() => measureShifts()}
      >
        {measuring.value ? T.cnn.measuring : now ? T.cnn.measureAgain : T.cnn.measure}
      </button>
    </section>
  );
}
