import type { Sheet } from '../../draw/canvas';
import { type Rgb, css, mix } from '../../draw/palette';
import { type Picture, makePicture } from '../../draw/pictures';
import { brief, fixed } from '../../text';
import { type Grid, contour, levelsOf } from './surface';

export interface Scene {
  grid: Grid;
  low: number;
  high: number;
  lowAt: [number, number];
  ball: { x: number; y: number } | null;
  slope: [number, number] | null;
  path: [number, number, number][];
  xName: string;
  yName: string;
}

export interface Frame {
  left: number;
  top: number;
  size: number;
}

export function frameOf(width: number, height: number): Frame {
  const size = Math.max(40, Math.min(width - 58, height - 44));
  return { left: Math.max(48, (width - size) / 2), top: 8, size };
}

const far: Record<'dark' | 'light', Rgb> = { dark: [126, 142, 166], light: [92, 112, 142] };
const near: Record<'dark' | 'light', Rgb> = { dark: [14, 20, 30], light: [255, 255, 255] };

export class SurfacePainter {
  private picture: Picture | null = null;

  draw({ context, width, height, palette }: Sheet, scene: Scene): void {
    const { grid, low, high } = scene;
    const f = frameOf(width, height);
    const dark = palette.ground[0] < 128 ? 'dark' : 'light';
    const { side } = grid;
    if (this.picture?.canvas.width !== side) this.picture = makePicture(side, side);
    const { words } = this.picture;
    const span = Math.max(1e-12, high - low);
    for (let y = 0; y < side; ++y)
      for (let x = 0; x < side; ++x) {
        const c = mix(
          near[dark],
          far[dark],
          ((grid.values[y * side + x] - low) / span) ** 0.6 * 0.9,
        );
        words[(side - 1 - y) * side + x] = ((255 << 24) | (c[2] << 16) | (c[1] << 8) | c[0]) >>> 0;
      }
    this.picture.context.putImageData(this.picture.image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    const half = 0.5;
    context.drawImage(
      this.picture.canvas,
      half,
      half,
      side - 1,
      side - 1,
      f.left,
      f.top,
      f.size,
      f.size,
    );
    this.contours(context, scene, f, dark);
    this.axes(context, scene, f, palette.muted, palette.line);

    const px = (x: number): number =>
      f.left + ((x - grid.xRange[0]) / (grid.xRange[1] - grid.xRange[0])) * f.size;
    const py = (y: number): number =>
      f.top + (1 - (y - grid.yRange[0]) / (grid.yRange[1] - grid.yRange[0])) * f.size;
    context.save();
    context.beginPath();
    context.rect(f.left, f.top, f.size, f.size);
    context.clip();
    context.strokeStyle = css(palette.positive);
    context.lineWidth = 1.6;
    const [lx, ly] = [px(scene.lowAt[0]), py(scene.lowAt[1])];
    context.strokeStyle = palette.text;
    context.lineWidth = 1.4;
    context.beginPath();
    context.moveTo(lx - 5, ly);
    context.lineTo(lx + 5, ly);
    context.moveTo(lx, ly - 5);
    context.lineTo(lx, ly + 5);
    context.stroke();
    if (scene.path.length > 1) {
      context.strokeStyle = css(palette.glow);
      context.lineWidth = 2;
      context.beginPath();
      scene.path.forEach(([x, y], i) =>
        i === 0 ? context.moveTo(px(x), py(y)) : context.lineTo(px(x), py(y)),
      );
      context.stroke();
    }
    if (scene.ball) {
      const x = px(scene.ball.x);
      const y = py(scene.ball.y);
      if (scene.slope) {
        const dx = px(scene.ball.x + scene.slope[0]) - x;
        const dy = py(scene.ball.y + scene.slope[1]) - y;
        const size = Math.hypot(dx, dy);
        if (size > 1e-3)
          arrow(
            context,
            x,
            y,
            (dx / size) * Math.min(90, 16 + size),
            (dy / size) * Math.min(90, 16 + size),
            palette.text,
          );
      }
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
    context.restore();
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
    context.font = '12px "Inter Variable", sans-serif';
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
