// A neuron's light, drawn once per step of brightness and stamped from then on.
import { type Palette, css, mix } from './palette';

const levels = 32;

export class Glow {
  private readonly stamps = new Map<string, HTMLCanvasElement>();

  constructor(private readonly palette: Palette) {}

  draw(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    radius: number,
    light: number,
    ratio: number,
  ): void {
    const level = Math.round(Math.max(0, Math.min(1, light)) * (levels - 1));
    const key = `${level}/${Math.round(radius * ratio)}`;
    let stamp = this.stamps.get(key);
    if (!stamp) this.stamps.set(key, (stamp = this.make(level / (levels - 1), radius * ratio)));
    const side = stamp.width / ratio;
    context.drawImage(stamp, x - side / 2, y - side / 2, side, side);
  }

  private make(light: number, radius: number): HTMLCanvasElement {
    const { palette } = this;
    const reach = radius * 2.1;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.ceil(reach * 2) + 2;
    const context = canvas.getContext('2d')!;
    const middle = canvas.width / 2;
    if (light > 0.05) {
      const halo = context.createRadialGradient(
        middle,
        middle,
        radius * 0.8,
        middle,
        middle,
        reach,
      );
      halo.addColorStop(0, css(palette.glow, 0.55 * light));
      halo.addColorStop(0.4, css(palette.glow, 0.2 * light));
      halo.addColorStop(1, css(palette.glow, 0));
      context.fillStyle = halo;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    const body = context.createRadialGradient(
      middle - radius * 0.25,
      middle - radius * 0.3,
      radius * 0.1,
      middle,
      middle,
      radius,
    );
    const colour = mix(palette.off, palette.on, light);
    body.addColorStop(0, css(mix(colour, [255, 255, 255], 0.1 + 0.25 * light)));
    body.addColorStop(1, css(colour));
    context.fillStyle = body;
    context.beginPath();
    context.arc(middle, middle, radius, 0, Math.PI * 2);
    context.fill();
    context.strokeStyle = css(mix(palette.off, palette.glow, 0.15 + 0.85 * light), 0.9);
    context.lineWidth = Math.max(1, radius * 0.06);
    context.stroke();
    return canvas;
  }
}
