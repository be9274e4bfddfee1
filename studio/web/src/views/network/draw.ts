// The picture of the network: input field, weight pictures, connections, neurons with their light.
import type { Sheet } from '../../draw/canvas';
import { Glow } from '../../draw/glow';
import { letters, lettersOf } from '../../draw/letters';
import { type Palette, css, mix } from '../../draw/palette';
import {
  type Picture,
  makePicture,
  paintAtlas,
  robustScale,
  overColours,
} from '../../draw/pictures';
import { type Layer, type Net, brightnessScale } from '../../model/network';
import { tensors } from '../../model/tensors';
import { fixed } from '../../text';
import { type Arrangement, strongest } from './layout';

export interface Look {
  net: Net;
  place: Arrangement;
  /** the neuron whose connections are all shown */
  focus: { layer: number; neuron: number } | null;
  muted: ReadonlySet<string>;
  /** lines show where a step would move each weight instead of what it votes */
  gradient: boolean;
  classes: string[];
  captions: string[];
  /** what full light means in each layer, where it is not 1 */
  fullLight: string[];
  /**
   * a step in slow motion: the last layer that is lit, the first that shows its nudges, and what
   * they follow
   */
  slow: { lit: number; back: number; gradient: Float32Array } | null;
  /** 0…1 of the ripple; layers beyond it still show what they showed before */
  wave: number;
  before: Float32Array<ArrayBufferLike> | null;
}

const perNeuron = 3;

export class NetworkPainter {
  private glow: Glow | null = null;
  private palette: Palette | null = null;
  private atlas: Picture | null = null;
  private atlasOf: unknown = null;
  private atlasScale = 0;
  private against = new Float32Array(0);

  draw(sheet: Sheet, look: Look): void {
    if (this.palette !== sheet.palette) {
      this.palette = sheet.palette;
      this.glow = new Glow(sheet.palette);
      this.atlasOf = null;
    }
    this.inputField(sheet, look);
    this.connections(sheet, look);
    this.inputCaption(sheet, look);
    this.thumbnails(sheet, look);
    this.neurons(sheet, look);
  }

  /**
   * Activation as it is shown: while the ripple runs, the layers on its right are still the old
   * ones.
   */
  private light(look: Look, layer: number, neuron: number): number {
    if (look.slow && layer > look.slow.lit) return 0;
    const at = look.net.layers[layer].aAt + neuron;
    const now = tensors.activations[at] ?? 0;
    if (look.wave >= 1 || !look.before) return now;
    const start = layer / (look.net.layers.length + 1);
    const share = Math.max(0, Math.min(1, (look.wave - start) * (look.net.layers.length + 1)));
    return (look.before[at] ?? 0) * (1 - share) + now * share;
  }

  /** Over the connections, which may pass there. */
  private inputCaption({ context, palette }: Sheet, { place, captions }: Look): void {
    const { x, y, side } = place.input;
    context.font = letters(13);
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.lineJoin = 'round';
    context.lineWidth = 5;
    context.strokeStyle = css(palette.ground);
    context.strokeText(captions[0], x + side / 2, y - 12);
    context.fillStyle = palette.muted;
    context.fillText(captions[0], x + side / 2, y - 12);
  }

  private inputField({ context, palette }: Sheet, { place, net }: Look): void {
    const { x, y, side } = place.input;
    const { across } = net;
    const cell = side / across;
    const radius = cell * 0.4;
    const dark = css(mix(palette.ground, palette.off, 0.75));
    context.fillStyle = dark;
    context.beginPath();
    for (let i = 0; i < net.inputs; ++i)
      if (!(tensors.activations[i] > 0.03))
        dot(
          context,
          x + ((i % across) + 0.5) * cell,
          y + (Math.floor(i / across) + 0.5) * cell,
          radius * 0.8,
        );
    context.fill();
    for (let level = 1; level <= 8; ++level) {
      context.fillStyle = css(mix(palette.off, palette.on, level / 8));
      context.beginPath();
      let any = false;
      for (let i = 0; i < net.inputs; ++i) {
        const value = tensors.activations[i];
        if (!(value > 0.03) || Math.ceil(Math.min(1, value) * 8) !== level) continue;
        any = true;
        dot(
          context,
          x + ((i % across) + 0.5) * cell,
          y + (Math.floor(i / across) + 0.5) * cell,
          radius * (0.85 + 0.25 * value),
        );
      }
      if (any) context.fill();
    }
  }

  private thumbnails({ context, palette, ratio }: Sheet, { place, net, focus, slow }: Look): void {
    const first = net.layers[0];
    const side = net.across;
    if (place.thumb === 0 || side * net.planes !== net.down) return;
    const slopes = slow && slow.back === 0 ? slow.gradient : null;
    const source = slopes ?? tensors.parameters;
    if (this.atlasOf !== source || this.atlas?.canvas.width !== side * first.width) {
      if (this.atlas?.canvas.width !== side * first.width)
        this.atlas = makePicture(side * first.width, side);
      const wanted = robustScale(source, first.weightAt, first.width * first.inputs);
      this.atlasScale =
        !slopes &&
        this.atlasScale > 0 &&
        wanted < 2 * this.atlasScale &&
        wanted > this.atlasScale / 2
          ? this.atlasScale + (wanted - this.atlasScale) * 0.15
          : wanted;
      const shown = overColours(
        slopes ? slopes.map((slope) => -slope) : source,
        first.weightAt,
        first.width,
        side * side,
        net.planes,
      );
      paintAtlas(this.atlas, shown.of, shown.from, first.width, side, this.atlasScale, palette);
      this.atlasOf = source;
    }
    context.imageSmoothingEnabled = place.thumb * ratio < side * 1.5;
    place.layers[0].forEach(({ x, y, radius }, n) => {
      const left = Math.round(x - radius - place.thumbGap - place.thumb);
      const top = Math.round(y - place.thumb / 2);
      const size = Math.round(place.thumb);
      context.drawImage(this.atlas!.canvas, n * side, 0, side, side, left, top, size, size);
      const chosen = focus?.layer === 0 && focus.neuron === n;
      context.strokeStyle = chosen ? palette.text : palette.line;
      context.lineWidth = 1;
      context.strokeRect(left - 0.5, top - 0.5, size + 1, size + 1);
    });
    context.imageSmoothingEnabled = true;
  }

  private connections(sheet: Sheet, look: Look): void {
    const { net, focus } = look;
    for (let l = 1; l < net.layers.length && l <= (look.slow?.lit ?? l); ++l) {
      const layer = net.layers[l];
      const found: { from: number; to: number; vote: number }[] = [];
      let most = 1e-9;
      for (let n = 0; n < layer.width; ++n)
        for (const { input, vote } of this.loudest(look, layer, n, perNeuron)) {
          found.push({ from: input, to: n, vote });
          most = Math.max(most, Math.abs(vote));
        }
      const quiet = focus ? 0.32 : 0.6;
      for (const c of found) this.connection(sheet, look, l, c.from, c.to, c.vote / most, quiet);
    }
    if (!focus) return;
    const { layer: l, neuron } = focus;
    const layer = net.layers[l];
    if (!layer) return;
    if (l === 0) this.fromPixels(sheet, look, neuron);
    else this.all(sheet, look, l, (n) => n.to === neuron);
    if (l + 1 < net.layers.length) this.all(sheet, look, l + 1, (n) => n.from === neuron);
  }

  private loudest(
    look: Look,
    layer: Layer,
    neuron: number,
    keep: number,
  ): { input: number; vote: number }[] {
    const from = layer.weightAt + neuron * layer.inputs;
    const slopes = gradientIn(look, layer.index);
    if (slopes === undefined)
      return strongest(
        tensors.parameters,
        from,
        tensors.activations,
        layer.inputsAt,
        layer.inputs,
        keep,
      );
    if (!slopes) return [];
    if (this.against.length !== layer.inputs)
      this.against = new Float32Array(layer.inputs).fill(-1);
    return strongest(slopes, from, this.against, 0, layer.inputs, keep);
  }

  private all(
    sheet: Sheet,
    look: Look,
    l: number,
    wanted: (c: { from: number; to: number }) => boolean,
  ): void {
    const layer = look.net.layers[l];
    if (look.slow && l > look.slow.lit) return;
    const slopes = gradientIn(look, l);
    const found: { from: number; to: number; vote: number }[] = [];
    let most = 1e-9;
    for (let to = 0; to < layer.width; ++to)
      for (let from = 0; from < layer.inputs; ++from) {
        if (!wanted({ from, to })) continue;
        const at = layer.weightAt + to * layer.inputs + from;
        const vote =
          slopes !== undefined
            ? -(slopes?.[at] ?? 0)
            : tensors.parameters[at] * tensors.activations[layer.inputsAt + from];
        found.push({ from, to, vote });
        most = Math.max(most, Math.abs(vote));
      }
    for (const c of found) this.connection(sheet, look, l, c.from, c.to, c.vote / most, 1.25);
  }

  private connection(
    sheet: Sheet,
    look: Look,
    l: number,
    from: number,
    to: number,
    strength: number,
    force: number,
  ): void {
    const a = look.place.layers[l - 1]?.[from];
    const b = look.place.layers[l]?.[to];
    const size = Math.abs(strength);
    if (!a || !b || size < 0.02) return;
    const { context, palette } = sheet;
    const startX = a.x + a.radius + 1;
    const endX = b.x - b.radius - 1;
    const bend = (endX - startX) * 0.42;
    context.strokeStyle = css(
      strength > 0 ? palette.positive : palette.negative,
      Math.min(0.95, (0.1 + 0.8 * size) * force),
    );
    context.lineWidth = 0.6 + 1.8 * size * Math.min(1, force);
    context.beginPath();
    context.moveTo(startX, a.y);
    context.bezierCurveTo(startX + bend, a.y, endX - bend, b.y, endX, b.y);
    context.stroke();
  }

  private fromPixels({ context, palette }: Sheet, look: Look, neuron: number): void {
    const { net, place } = look;
    const first = net.layers[0];
    const spot = place.layers[0][neuron];
    if (!spot) return;
    const { across } = net;
    const cell = place.input.side / across;
    const endX = spot.x - spot.radius - (place.thumb ? place.thumb + place.thumbGap : 0) - 2;
    const votes = this.loudest(look, first, neuron, 36);
    const most = Math.max(1e-9, Math.abs(votes[0]?.vote ?? 0));
    for (const { input, vote } of votes) {
      const x = place.input.x + ((input % across) + 0.5) * cell;
      const y = place.input.y + (Math.floor(input / across) + 0.5) * cell;
      const bend = (endX - x) * 0.5;
      const size = Math.abs(vote) / most;
      context.strokeStyle = css(vote > 0 ? palette.positive : palette.negative, 0.12 + 0.5 * size);
      context.lineWidth = 0.5 + size;
      context.beginPath();
      context.moveTo(x, y);
      context.bezierCurveTo(x + bend, y, endX - bend, spot.y, endX, spot.y);
      context.stroke();
    }
  }

  private neurons({ context, palette, ratio, height }: Sheet, look: Look): void {
    const { net, place, focus, muted, classes, captions } = look;
    const last = net.layers.length - 1;
    let answer = 0;
    for (let n = 0; n < net.layers[last].width; ++n)
      if (this.light(look, last, n) > this.light(look, last, answer)) answer = n;
    net.layers.forEach((layer, l) => {
      const most = brightnessScale(layer);
      context.textAlign = 'center';
      context.textBaseline = 'alphabetic';
      context.fillStyle = palette.muted;
      context.font = letters(13);
      context.fillText(captions[l + 1], place.captions[l].x, place.captions[l].y);
      if (look.fullLight[l]) {
        const lowest = place.layers[l][place.layers[l].length - 1];
        context.font = letters(11);
        context.fillText(
          look.fullLight[l],
          place.captions[l].x,
          Math.min(height - 3, lowest.y + lowest.radius + 15),
        );
      }
      place.layers[l].forEach((spot, n) => {
        const value = this.light(look, l, n);
        const light = Math.max(0, Math.min(1, value / most));
        this.glow!.draw(context, spot.x, spot.y, spot.radius, light, ratio);
        if (focus?.layer === l && focus.neuron === n) {
          context.strokeStyle = palette.text;
          context.lineWidth = 2;
          context.beginPath();
          context.arc(spot.x, spot.y, spot.radius + 2.5, 0, Math.PI * 2);
          context.stroke();
        }
        if (muted.has(`${l}/${n}`)) {
          context.strokeStyle = palette.muted;
          context.lineWidth = 2;
          context.beginPath();
          context.moveTo(spot.x - spot.radius, spot.y + spot.radius);
          context.lineTo(spot.x + spot.radius, spot.y - spot.radius);
          context.stroke();
        }
        if (spot.radius >= 10) {
          context.fillStyle = numberColour(light, palette);
          context.font = lettersOf(Math.max(8.5, spot.radius * 0.74), 500);
          context.textBaseline = 'middle';
          context.fillText(fixed(value, Math.abs(value) >= 9.995 ? 1 : 2), spot.x, spot.y + 0.5);
        }
        if (l === last) {
          const right = n === answer && value > 0.1 * most;
          context.textBaseline = 'middle';
          context.textAlign = 'left';
          context.font = letters(right ? (place.narrow ? 21 : 26) : 17, right ? 700 : 400);
          context.fillStyle = right ? palette.accent : palette.muted;
          context.fillText(classes[n] ?? String(n), place.labelX - (right ? 2 : 0), spot.y + 1);
          context.textAlign = 'center';
        }
      });
    });
  }
}

/** The slopes that a layer's lines follow; undefined where they show votes, null: not there yet. */
function gradientIn(look: Look, layer: number): Float32Array<ArrayBufferLike> | null | undefined {
  if (look.slow) return layer >= look.slow.back ? look.slow.gradient : undefined;
  return look.gradient ? tensors.gradient : undefined;
}

/** Dark figures on a bright neuron, bright ones on a dark neuron. */
function numberColour(light: number, palette: Palette): string {
  if (palette.ground[0] > 128) return light > 0.2 ? '#3a2500' : palette.muted;
  return light > 0.42 ? '#1d1200' : light > 0.12 ? '#e9edf3' : palette.muted;
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
}
