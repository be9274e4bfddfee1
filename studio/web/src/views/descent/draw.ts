import type { Sheet } from '../../draw/canvas';
import { contour } from '../../draw/contour';
import { letters } from '../../draw/letters';
import { type Rgb, css, mix } from '../../draw/palette';
import { type Picture, pictureOf } from '../../draw/pictures';
import { textScale } from '../../model/settings';
import { brief, fixed } from '../../text';
import type { Path } from './model';
import { type Grid, levelsOf } from './surface';

export interface Scene {
  grid: Grid;
  low: number;
  high: number;
  lowAt: [number, number];
  ball: { x: number; y: number } | null;
  slope: [number, number] | null;
  path: Path;
  /** of other balls */
  earlier: readonly Path[];
  /** the two slopes are drawn too, and the gradient as their sum */
  parts: boolean;
  xName: string;
  yName: string;
}

export interface Frame {
  left: number;
  top: number;
  size: number;
}

export function frameOf(width: number, height: number): Frame {
  const scale = textScale.value;
  const size = Math.max(40, Math.min(width - 48 * scale - 10, height - 24 * scale - 20));
  return { left: Math.max(48 * scale, (width - size) / 2), top: 8, size };
}

/** a place of the slice on the sheet */
type At = (x: number, y: number) => Point;
type Point = [x: number, y: number];

const far: Record<'dark' | 'light', Rgb> = { dark: [126, 142, 166], light: [92, 112, 142] };
const near: Record<'dark' | 'light', Rgb> = { dark: [14, 20, 30], light: [255, 255, 255] };

export class SurfacePainter {
  private picture: Picture | null = null;

  draw(sheet: Sheet, scene: Scene): void {
    const { context, width, height, palette } = sheet;
    const f = frameOf(width, height);
    const dark = palette.ground[0] < 128 ? 'dark' : 'light';
    this.heights(context, scene, f, dark);
    this.contours(context, scene, f, dark);
    this.axes(context, scene, f, palette.muted, palette.line);
    const { xRange, yRange } = scene.grid;
    const at: At = (x, y) => [
      f.left + ((x - xRange[0]) / (xRange[1] - xRange[0])) * f.size,
      f.top + (1 - (y - yRange[0]) / (yRange[1] - yRange[0])) * f.size,
    ];
    context.save();
    context.beginPath();
    context.rect(f.left, f.top, f.size, f.size);
    context.clip();
    drawLowest(sheet, at(...scene.lowAt));
    for (const path of scene.earlier) drawEarlier(sheet, path, at);
    drawPath(sheet, scene.path, at);
    if (scene.ball) {
      const { x, y } = scene.ball;
      if (scene.slope)
        drawSlope(sheet, at(x, y), at(x + scene.slope[0], y + scene.slope[1]), scene.parts);
      drawBall(sheet, at(x, y), dark);
    }
    context.restore();
  }

  private heights(
    context: CanvasRenderingContext2D,
    { grid, low, high }: Scene,
    f: Frame,
    dark: 'dark' | 'light',
  ): void {
    const { side, values } = grid;
    const picture = (this.picture = pictureOf(this.picture, side, side));
    const span = Math.max(1e-12, high - low);
    for (let y = 0; y < side; ++y)
      for (let x = 0; x < side; ++x) {
        const share = ((values[y * side + x] - low) / span) ** 0.6 * 0.9;
        const c = mix(near[dark], far[dark], share);
        picture.words[(side - 1 - y) * side + x] =
          ((255 << 24) | (c[2] << 16) | (c[1] << 8) | c[0]) >>> 0;
      }
    picture.context.putImageData(picture.image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    // Values stand at the corners of the frame, in the middle of their pixels.
    const [half, wide] = [0.5, side - 1];
    context.drawImage(picture.canvas, half, half, wide, wide, f.left, f.top, f.size, f.size);
  }

  private contours(
    context: CanvasRenderingContext2D,
    { grid, low, high }: Scene,
    f: Frame,
    dark: 'dark' | 'light',
  ): void {
    const cell = f.size / (grid.side - 1);
    context.strokeStyle = dark === 'dark' ? 'rgb(220 230 245 / 0.22)' : 'rgb(20 40 70 / 0.22)';
    context.lineWidth = 1;
    context.beginPath();
    for (const level of levelsOf(low, high, 14))
      for (const [x1, y1, x2, y2] of contour(grid, level)) {
        context.moveTo(f.left + x1 * cell, f.top + f.size - y1 * cell);
        context.lineTo(f.left + x2 * cell, f.top + f.size - y2 * cell);
      }
    context.stroke();
  }

  private axes(
    context: CanvasRenderingContext2D,
    { grid, xName, yName }: Scene,
    f: Frame,
    text: string,
    line: string,
  ): void {
    context.strokeStyle = line;
    context.strokeRect(f.left - 0.5, f.top - 0.5, f.size + 1, f.size + 1);
    context.fillStyle = text;
    context.font = letters(12);
    context.textBaseline = 'top';
    const bottom = f.top + f.size + 6;
    context.textAlign = 'left';
    context.fillText(fixed(grid.xRange[0], 1), f.left, bottom);
    context.textAlign = 'right';
    context.fillText(fixed(grid.xRange[1], 1), f.left + f.size, bottom);
    context.textAlign = 'center';
    context.fillText(xName, f.left + f.size / 2, bottom);
    context.textAlign = 'right';
    context.fillText(fixed(grid.yRange[1], 1), f.left - 6, f.top);
    context.textBaseline = 'bottom';
    context.fillText(
      brief(grid.yRange[0]) === '0' ? '0' : fixed(grid.yRange[0], 1),
      f.left - 6,
      f.top + f.size,
    );
    context.save();
    context.translate(f.left - 10, f.top + f.size / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'center';
    context.textBaseline = 'bottom';
    context.fillText(yName, 0, 0);
    context.restore();
  }
}

function drawLowest({ context, palette }: Sheet, [x, y]: Point): void {
  context.strokeStyle = palette.text;
  context.lineWidth = 1.4;
  context.beginPath();
  context.moveTo(x - 5, y);
  context.lineTo(x + 5, y);
  context.moveTo(x, y - 5);
  context.lineTo(x, y + 5);
  context.stroke();
}

function drawPath({ context, palette }: Sheet, path: Scene['path'], at: At): void {
  if (path.length < 2) return;
  context.strokeStyle = css(palette.glow);
  context.lineWidth = 2;
  context.beginPath();
  for (const [x, y] of path) context.lineTo(...at(x, y)); // the first one only begins
  context.stroke();
}

/** Where another ball has rolled, and lies. */
function drawEarlier(sheet: Sheet, path: Path, at: At): void {
  const { context, palette } = sheet;
  context.save();
  context.globalAlpha = 0.75;
  context.setLineDash([4, 4]);
  drawPath(sheet, path, at);
  context.restore();
  const [from, to] = [path[0], path[path.length - 1]].map(([x, y]) => at(x, y));
  context.fillStyle = css(palette.glow);
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  for (const [[x, y], radius] of [[from, 3], [to, 7]] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
    if (radius > 3) context.stroke();
  }
}

/** Downhill from the ball, no longer than can be seen; all its arrows to one scale. */
function drawSlope(sheet: Sheet, [x, y]: Point, to: Point, parts: boolean): void {
  const { context, palette } = sheet;
  const [dx, dy] = [to[0] - x, to[1] - y];
  const size = Math.hypot(dx, dy);
  if (size <= 1e-3) return;
  const long = Math.min(90, (parts ? 36 : 16) + size) / size;
  const [right, down] = [-dx * long, -dy * long];
  if (parts) {
    const colourOf = (positive: boolean): string =>
      css(positive ? palette.positive : palette.negative);
    context.save();
    context.setLineDash([3, 4]);
    context.strokeStyle = palette.muted;
    context.lineWidth = 1.5;
    context.strokeRect(x, y, right, down);
    context.restore();
    if (Math.abs(right) > 4) arrow(context, x, y, right, 0, colourOf(right > 0));
    if (Math.abs(down) > 4) arrow(context, x, y, 0, down, colourOf(down < 0));
    arrow(context, x, y, right, down, palette.muted);
  }
  arrow(context, x, y, -right, -down, palette.text);
}

function drawBall({ context, palette }: Sheet, [x, y]: Point, dark: 'dark' | 'light'): void {
  const glow = context.createRadialGradient(x, y, 4, x, y, 24);
  glow.addColorStop(0, css(palette.glow, 0.55));
  glow.addColorStop(1, css(palette.glow, 0));
  context.fillStyle = glow;
  context.fillRect(x - 24, y - 24, 48, 48);
  const body = context.createRadialGradient(x - 3, y - 3, 1, x, y, 10);
  body.addColorStop(0, '#fff6e2');
  body.addColorStop(1, css(palette.glow));
  context.fillStyle = body;
  context.beginPath();
  context.arc(x, y, 10, 0, Math.PI * 2);
  context.fill();
  context.strokeStyle = dark === 'dark' ? '#1f1300' : '#7a4300';
  context.lineWidth = 1;
  context.stroke();
}

function arrow(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  dx: number,
  dy: number,
  colour: string,
): void {
  const angle = Math.atan2(dy, dx);
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + dx * 0.88, y + dy * 0.88);
  context.stroke();
  context.beginPath();
  context.moveTo(x + dx, y + dy);
  context.lineTo(x + dx - 10 * Math.cos(angle - 0.45), y + dy - 10 * Math.sin(angle - 0.45));
  context.lineTo(x + dx - 10 * Math.cos(angle + 0.45), y + dy - 10 * Math.sin(angle + 0.45));
  context.fill();
}
