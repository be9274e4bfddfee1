// The network over the plane: pictures of its neurons, its weights as lines, its answer.
import type { Sheet } from '../../draw/canvas';
import { letters } from '../../draw/letters';
import { type Palette, type Rgb, css, diverge, mix } from '../../draw/palette';
import { strokeBoundary } from '../../draw/contour';
import type { Net } from '../../model/network';
import { tensors } from '../../model/tensors';
import { type Arrangement, type Box, type Curve, curveOf, onCurve } from './layout';
import { type Kind, type Point, testsShown, valueHeight } from './model';
import { asSigned, colourOf, inputLayer, offsetOf, pictures, putPicture } from './pictures';

/** a connection, and the weight's place among all parameters */
export interface Wire {
  layer: number;
  from: number;
  to: number;
  at: number;
  curve: Curve;
}

export interface Look {
  net: Net;
  place: Arrangement;
  wires: Wire[];
  inputs: string[];
  captions: string[];
  kind: Kind;
  range: number;
  points: Point[];
  /** the selected neuron, and the one that is pointed at */
  chosen: { layer: number; neuron: number } | null;
  hovered: { layer: number; neuron: number } | null;
  muted: ReadonlySet<string>;
  /** the wire that is pointed at or chosen, by its index */
  wire: number | null;
  /** what stands beside that wire */
  told: string;
  /** what stands under the neuron that is pointed at */
  neuronTold: string;
  spot: { x: number; y: number };
  chosenPoint: number | null;
}


const mostWires = 500; // of a layer; the strongest

/** The lines between neurons, of large layers the strongest. */
export function wiresOf(net: Net, place: Arrangement): Wire[] {
  return net.layers.flatMap((layer, l) => {
    const before = l === 0 ? place.inputs : place.layers[l - 1];
    const all: Wire[] = [];
    for (let to = 0; to < layer.width; ++to)
      for (let from = 0; from < layer.inputs; ++from)
        all.push({
          layer: l,
          from,
          to,
          at: layer.weightAt + to * layer.inputs + from,
          curve: curveOf(before[from], place.layers[l][to], place.narrow),
        });
    return all.length <= mostWires ? all : strongestOf(all);
  });
}

function strongestOf(wires: Wire[]): Wire[] {
  const strength = ({ at }: Wire): number => Math.abs(tensors.parameters[at] ?? 0);
  return wires.sort((a, b) => strength(b) - strength(a)).slice(0, mostWires);
}

/** Where a place of the plane is in a box, and where a box' pixel is in the plane. */
export const toBox = (box: Box, range: number, x: number, y: number): [number, number] => [
  box.x + ((x + range) / (2 * range)) * box.side,
  box.y + ((range - y) / (2 * range)) * box.side,
];

function rounded(context: CanvasRenderingContext2D, { x, y, side }: Box, radius: number): void {
  context.beginPath();
  context.roundRect(x, y, side, side, radius);
}

function drawWire(context: CanvasRenderingContext2D, curve: Curve): void {
  context.beginPath();
  context.moveTo(curve[0], curve[1]);
  context.bezierCurveTo(curve[2], curve[3], curve[4], curve[5], curve[6], curve[7]);
  context.stroke();
}

function drawWires({ context, palette }: Sheet, look: Look): void {
  const { wires, chosen, hovered, wire } = look;
  const focus = hovered ?? chosen;
  wires.forEach(({ layer, from, to, at, curve }, i) => {
    const w = tensors.parameters[at] ?? 0;
    const size = Math.min(1, Math.abs(w) / 4);
    const near =
      focus !== null &&
      ((layer === focus.layer && to === focus.neuron) ||
        (layer === focus.layer + 1 && from === focus.neuron));
    const force = i === wire ? 1 : near ? 0.95 : focus ? 0.5 : 0.7;
    context.strokeStyle = css(
      w >= 0 ? palette.positive : palette.negative,
      Math.min(1, (0.22 + 0.78 * size ** 0.6) * force),
    );
    context.lineWidth = 0.7 + 5 * size ** 0.8 + (i === wire ? 1.5 : 0);
    drawWire(context, curve);
  });
}

/** A few words on a ground of their own, so that they can be read on anything. */
function chip({ context, palette, width }: Sheet, x: number, y: number, text: string): void {
  context.font = letters(12, 500);
  const wide = context.measureText(text).width + 12;
  const left = Math.max(2, Math.min(width - wide - 2, x - wide / 2));
  context.fillStyle = css(palette.ground, 0.92);
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, y - 11, wide, 22, 6);
  context.fill();
  context.stroke();
  context.fillStyle = palette.text;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 6, y + 0.5);
}

function drawNode(sheet: Sheet, look: Look, box: Box, layer: number, neuron: number): void {
  const { context, palette } = sheet;
  const { chosen, hovered, muted, spot, range, net } = look;
  const radius = Math.min(8, box.side / 5);
  const found = pictures.neuron(palette, layer, neuron);
  context.save();
  rounded(context, box, radius);
  context.clip();
  context.fillStyle = css(palette.ground);
  context.fillRect(box.x, box.y, box.side, box.side);
  if (found) putPicture(context, found.picture, box.x, box.y, box.side);
  context.restore();
  const is = (which: Look['chosen']): boolean => which?.layer === layer && which.neuron === neuron;
  context.strokeStyle = is(chosen) ? palette.text : is(hovered) ? palette.muted : palette.line;
  context.lineWidth = is(chosen) ? 2.5 : 1.5;
  rounded(context, box, radius);
  context.stroke();
  if (box.side >= 24) cross(context, palette, toBox(box, range, spot.x, spot.y), 3);
  if (layer === inputLayer) return;
  if (muted.has(`${layer}/${neuron}`)) strike(context, palette, box);
  if (box.side >= 18) biasDot(context, palette, net, box, layer, neuron);
}

/** A bias is a dot at the corner: its colour is the sign, its light the size. */
function biasDot(
  context: CanvasRenderingContext2D,
  palette: Palette,
  net: Net,
  box: Box,
  layer: number,
  neuron: number,
): void {
  const bias = tensors.parameters[net.layers[layer].biasAt + neuron] ?? 0;
  context.fillStyle = css(diverge(palette, bias / 2));
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(box.x, box.y + box.side, 4.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

function strike(context: CanvasRenderingContext2D, palette: Palette, box: Box): void {
  context.fillStyle = css(palette.ground, 0.6);
  rounded(context, box, Math.min(8, box.side / 5));
  context.fill();
  context.strokeStyle = palette.muted;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(box.x, box.y + box.side);
  context.lineTo(box.x + box.side, box.y);
  context.stroke();
}

function cross(
  context: CanvasRenderingContext2D,
  palette: Palette,
  [x, y]: [number, number],
  reach: number,
): void {
  for (const [width, style] of [
    [2.6, css(palette.ground, 0.7)],
    [1.2, palette.text],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x - reach, y);
    context.lineTo(x + reach, y);
    context.moveTo(x, y - reach);
    context.lineTo(x, y + reach);
    context.stroke();
  }
}

function drawBoundary(context: CanvasRenderingContext2D, palette: Palette, box: Box): void {
  const edges = pictures.boundary(palette);
  if (edges) strokeBoundary(context, box, edges.fields, edges.level);
}

/** Learnt points are filled, those that only test are rings. */
export function drawPoints(
  context: CanvasRenderingContext2D,
  palette: Palette,
  box: Box,
  look: Pick<Look, 'points' | 'kind' | 'range' | 'chosenPoint'>,
  size = Math.max(2, Math.min(4.2, box.side / 90)),
): void {
  const { points, kind, range, chosenPoint } = look;
  const dark = palette.ground[0] < 128;
  const rim = dark ? 'rgb(5 8 12 / 0.85)' : 'rgb(255 255 255 / 0.95)';
  points.forEach(({ x, y, label, tested }, i) => {
    if (tested && !testsShown.peek()) return;
    const [left, top] = toBox(box, range, x, kind === 'curve' ? label * valueHeight : y);
    const edge: Rgb = dark ? [255, 255, 255] : [0, 0, 0];
    const colour = css(mix(colourOf(palette, kind, label), edge, 0.12));
    context.beginPath();
    context.arc(left, top, tested ? size - 0.4 : size, 0, 2 * Math.PI);
    context.lineWidth = tested ? 3.4 : 1.4;
    context.strokeStyle = rim;
    context.stroke();
    context.fillStyle = context.strokeStyle = colour;
    context.lineWidth = 1.6;
    if (tested) context.stroke();
    else context.fill();
    if (i !== chosenPoint) return;
    context.strokeStyle = palette.text;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(left, top, size + 4, 0, 2 * Math.PI);
    context.stroke();
  });
}

/** What the network says over x, as a line. */
function drawCurve({ context, palette }: Sheet, { net, range }: Look, box: Box): void {
  const info = pictures.info();
  const values = tensors.plane;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  for (const v of [-1, 0, 1]) {
    const [, y] = toBox(box, range, 0, v * valueHeight);
    context.beginPath();
    context.moveTo(box.x, y);
    context.lineTo(box.x + box.side, y);
    context.stroke();
  }
  if (!info || !values) return;
  const last = net.layers.length - 1;
  const from = offsetOf(net, info, last, 0);
  context.strokeStyle = palette.text;
  context.lineWidth = 2.4;
  context.lineJoin = 'round';
  context.beginPath();
  for (let i = 0; i < info.outputSide; ++i) {
    const x = range * ((2 * i + 1) / info.outputSide - 1);
    const v = asSigned(net.layers[last].range, values[from + i]);
    context.lineTo(...toBox(box, range, x, Math.max(-2, Math.min(2, v)) * valueHeight));
  }
  context.stroke();
}

function drawAnswer(sheet: Sheet, look: Look): void {
  const { context, palette } = sheet;
  const box = look.place.answer;
  const picture = pictures.answer(palette);
  context.save();
  rounded(context, box, 10);
  context.clip();
  context.fillStyle = css(palette.ground);
  context.fillRect(box.x, box.y, box.side, box.side);
  if (look.kind === 'curve') drawCurve(sheet, look, box);
  else {
    if (picture) putPicture(context, picture, box.x, box.y, box.side);
    drawBoundary(context, palette, box);
  }
  drawPoints(context, palette, box, look);
  const height = look.kind === 'curve' ? look.range : 8;
  const at = toBox(box, look.range, look.spot.x, look.kind === 'curve' ? 0 : look.spot.y);
  cross(context, palette, at, height);
  context.restore();
  const last = look.net.layers.length - 1;
  const own = look.chosen?.layer === last && look.net.layers[last].width === 1;
  context.strokeStyle = own ? palette.text : palette.line;
  context.lineWidth = own ? 2.5 : 1.5;
  rounded(context, box, 10);
  context.stroke();
  if (look.net.layers[last].width === 1) biasDot(context, palette, look.net, box, last, 0);
}

function drawTexts({ context, palette }: Sheet, { place, inputs, captions }: Look): void {
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillStyle = palette.muted;
  context.font = letters(12.5);
  place.captions.forEach(({ x, y }, i) => {
    if (captions[i]) context.fillText(captions[i], x, y);
  });
  context.fillStyle = palette.text;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.font = letters(place.narrow ? 11 : 13, 600);
  place.inputs.forEach(({ x, y, side }, i) => {
    context.fillText(inputs[i] ?? '', x - 6, y + side / 2);
  });
}

export function drawPlane(sheet: Sheet, look: Look): void {
  const { place, net } = look;
  drawWires(sheet, look);
  place.inputs.forEach((box, i) => drawNode(sheet, look, box, inputLayer, i));
  const last = net.layers.length - 1;
  place.layers.forEach((boxes, l) => {
    if (l < last || boxes.length > 1) boxes.forEach((box, n) => drawNode(sheet, look, box, l, n));
  });
  drawAnswer(sheet, look);
  drawTexts(sheet, look);
  const at = look.hovered && place.layers[look.hovered.layer]?.[look.hovered.neuron];
  if (at && look.neuronTold && at !== place.answer)
    chip(sheet, at.x + at.side / 2, at.y + at.side + 15, look.neuronTold);
  const wire = look.wire === null ? undefined : look.wires[look.wire];
  if (wire && look.told) chip(sheet, ...onCurve(wire.curve, 0.5), look.told);
}
