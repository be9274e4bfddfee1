// The slope in each layer of a network as bars on a scale of powers of ten, from the first layer on
// the left to the output on the right, and the factor from each layer to the one before it.
import { useSignal } from '@preact/signals';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { letters } from '../../../draw/letters';
import { css } from '../../../draw/palette';
import { arrowOf, placeOn, useGrip, within } from '../../../draw/pointer';
import { textScale } from '../../../model/settings';
import { chosen, count, fill, fixed, texts } from '../../../text/learn';
import { factorsOf } from './networks';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const powerOfTen = (power: number): string =>
  `10${power < 0 ? '⁻' : ''}${String(Math.abs(power)).replace(/\d/g, (d) => superscripts[+d])}`;

/** Two digits; with a power of ten by them so many after the first. */
function short(value: number, more = 0): string {
  if (value === 0) return '0';
  if (value >= 0.001 && value < 1000) return chosen(Number(value.toPrecision(2)));
  const [digits, power] = value.toExponential(more).split('e').map(Number);
  return `${fixed(digits, more)}·${powerOfTen(power)}`;
}

const pad = () => ({
  left: 40 * textScale.value,
  top: 34 * textScale.value,
  bottom: 20 * textScale.value,
});

interface Props {
  /** of the two networks, which decides the colour */
  network: number;
  name: string;
  sizes: readonly number[];
  powers: readonly [low: number, high: number];
  faded: boolean;
}

function drawScale({ context, width, height, palette }: Sheet, { powers: [low, high] }: Props) {
  const { left, top, bottom } = pad();
  const rise = (height - top - bottom) / (high - low);
  const every = Math.ceil((16 * textScale.value) / rise);
  context.font = letters(11);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let power = low; power <= high; ++power) {
    const y = height - bottom - (power - low) * rise;
    context.fillStyle = palette.line;
    context.fillRect(left, y, width - left, 1);
    context.fillStyle = palette.muted;
    if ((power - low) % every === 0) context.fillText(powerOfTen(power), left - 5, y);
  }
}

function drawBars(sheet: Sheet, { network, sizes, powers: [low, high] }: Props, at: number): void {
  const { context, width, height, palette } = sheet;
  const { left, top, bottom } = pad();
  const wide = (width - left) / sizes.length;
  const colour = css(network === 0 ? palette.positive : palette.negative);
  const told = sizes.map((size) => short(size));
  context.font = letters(11);
  const fits = told.every((text) => context.measureText(text).width < wide - 3);
  const by = factorsOf(sizes).map((factor) => `←×${short(factor)}`);
  const between = by.every((text) => context.measureText(text).width < wide - 5);
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  sizes.forEach((size, i) => {
    const x = left + i * wide;
    const share = size > 0 ? (Math.log10(size) - low) / (high - low) : 0;
    const y = height - bottom - within(share, 0, 1) * (height - top - bottom);
    context.fillStyle = palette.line;
    if (i === at) context.fillRect(x, 0, wide, height);
    context.fillStyle = colour;
    context.fillRect(x + wide * 0.18, y, wide * 0.64, height - bottom - y);
    context.fillStyle = palette.text;
    if (fits) context.fillText(told[i], x + wide / 2, y - 1);
  });
  context.fillStyle = palette.muted;
  const above = 17 * textScale.value;
  if (between) by.forEach((text, i) => context.fillText(text, left + (i + 1) * wide, above));
  const output = texts().learnRoom.deep.outputShort;
  const room = context.measureText(output).width;
  const outputAt = Math.min(width - wide / 2, width - room / 2);
  context.fillText(output, outputAt, height - 3);
  const every = wide < 15 * textScale.value ? 2 : 1;
  for (let i = 0; i < sizes.length - 1; i += every) {
    const x = left + (i + 0.5) * wide;
    const isFree = x + 10 * textScale.value < outputAt - room / 2;
    if (isFree) context.fillText(count(i + 1), x, height - 3);
  }
}

export function SlopeBars(props: Props) {
  const T = texts().learnRoom.deep;
  const { network, name, sizes, faded } = props;
  const mark = useSignal(0);
  const last = sizes.length - 1;
  const at = within(mark.value, 0, Math.max(0, last));
  const layerName = (i: number): string =>
    i === last ? T.output : fill(T.layer, { n: count(i + 1) });
  const drag = (event: PointerEvent): void => {
    const { x, width } = placeOn(event);
    const { left } = pad();
    mark.value = Math.floor(within((x - left) / (width - left), 0, 0.999) * sizes.length);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  const onKeyDown = (event: KeyboardEvent): void => {
    const [right] = arrowOf(event.key) ?? [0];
    const to = { Home: 0, End: last }[event.key];
    if (to === undefined && right === 0) return;
    event.preventDefault();
    mark.value = within(to ?? at + right, 0, last);
  };
  const toldOf = (i: number): string => {
    const size = fill(T.slope, { layer: layerName(i), size: short(sizes[i], 1) });
    if (i === last || !(sizes[i] > 0) || !(sizes[i + 1] > 0)) return size;
    const from = i + 1 === last ? T.fromOutput : fill(T.fromLayer, { n: count(i + 2) });
    return `${size}, ×${short(sizes[i] / sizes[i + 1])} ${from}`;
  };
  const told = last >= 0 ? toldOf(at) : '';
  return (
    <div class={`slope-bars is-network-${network} ${faded ? 'is-faded' : ''}`}>
      <div
        class="slope-pad"
        role="slider"
        tabIndex={0}
        data-slopes={network}
        data-sizes={sizes.join(' ')}
        aria-busy={faded}
        aria-label={fill(T.bars, { name })}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, sizes.length)}
        aria-valuenow={at + 1}
        aria-valuetext={told}
        onKeyDown={onKeyDown}
        {...handlers}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          draw={(sheet) => {
            drawScale(sheet, props);
            if (sizes.length > 0) drawBars(sheet, props, at);
          }}
        />
      </div>
      <p class="small slope-told">{told}</p>
    </div>
  );
}
