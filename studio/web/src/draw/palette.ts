// Orange is positive, blue negative, and zero is the ground that they stand on; activation is warm
// light.
import type { Theme } from '../model/settings';

export type Rgb = readonly [number, number, number];

export interface Palette {
  ground: Rgb;
  positive: Rgb;
  negative: Rgb;
  off: Rgb;
  on: Rgb;
  glow: Rgb;
  text: string;
  muted: string;
  faint: string;
  line: string;
  accent: string;
  train: string;
  test: string;
  /** of classes, where there are more than two: told apart by colour-blind eyes too */
  classes: readonly Rgb[];
  /** light on nothing, for pictures that lie on the pad */
  ink: Uint32Array;
  /** 256 colours as the bytes of a picture: diverging from −1 to 1, and light from 0 to 1 */
  diverging: Uint32Array;
  light: Uint32Array;
}

export const mix = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

export const css = (c: Rgb, alpha = 1): string =>
  `rgb(${Math.round(c[0])} ${Math.round(c[1])} ${Math.round(c[2])} / ${alpha})`;

/** Black or white, whichever can be read better on a colour; one of them always can. */
export function readableOn(c: Rgb): string {
  const [r, g, b] = c.map((v) =>
    v / 255 <= 0.04 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}

/** As the bytes of a picture. */
export const pack = (c: Rgb): number =>
  ((255 << 24) | (Math.round(c[2]) << 16) | (Math.round(c[1]) << 8) | Math.round(c[0])) >>> 0;

/**
 * −1 is all negative, 0 the ground, 1 all positive; small values are lifted so that they can be
 * seen.
 */
export function diverge(p: Pick<Palette, 'ground' | 'positive' | 'negative'>, value: number): Rgb {
  const v = Math.max(-1, Math.min(1, value));
  return mix(p.ground, v < 0 ? p.negative : p.positive, Math.abs(v) ** 0.8);
}

function complete(p: Omit<Palette, 'diverging' | 'light' | 'ink'>): Palette {
  const diverging = new Uint32Array(256);
  const light = new Uint32Array(256);
  const ink = new Uint32Array(256);
  for (let i = 0; i < 256; ++i) {
    diverging[i] = pack(diverge(p, (i - 127.5) / 127.5));
    light[i] = pack(mix(p.off, p.on, i / 255));
    ink[i] = ((pack(p.on) & 0xffffff) | (i << 24)) >>> 0;
  }
  return { ...p, diverging, light, ink };
}

const palettes: Record<Theme, Palette> = {
  dark: complete({
    ground: [17, 23, 32],
    positive: [255, 159, 64],
    negative: [77, 155, 245],
    off: [24, 31, 42],
    on: [255, 228, 176],
    glow: [255, 179, 71],
    text: '#e8ecf2',
    muted: '#8f9bab',
    faint: '#5d6878',
    line: '#1e2733',
    accent: '#ffb84d',
    train: '#ffb84d',
    test: '#6cb2ff',
    classes: [
      [77, 155, 245],
      [255, 159, 64],
      [0, 158, 115],
      [204, 121, 190],
      [240, 228, 66],
      [160, 170, 180],
    ],
  }),
  light: complete({
    ground: [255, 255, 255],
    positive: [232, 117, 10],
    negative: [33, 111, 219],
    off: [236, 240, 245],
    on: [255, 178, 46],
    glow: [255, 170, 40],
    text: '#18212d',
    muted: '#566273',
    faint: '#8b96a5',
    line: '#dfe5ec',
    accent: '#a85b00',
    train: '#c46a00',
    test: '#1c66cc',
    classes: [
      [33, 111, 219],
      [232, 117, 10],
      [0, 140, 100],
      [190, 90, 170],
      [222, 200, 30],
      [90, 100, 112],
    ],
  }),
};

export const paletteOf = (theme: Theme): Palette => palettes[theme];

export const divergingIndex = (value: number, scale: number): number =>
  Math.max(0, Math.min(255, Math.round((value / scale) * 127.5 + 127.5)));
