// A canvas in the size of its place, drawn by the page's one scheduler.
import { type Signal, effect, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { JSX, RefObject } from 'preact';
import type { Channel } from '../engine/types';
import { forget, repaint } from '../model/frame';
import { textScale, theme } from '../model/settings';
import { tensors } from '../model/tensors';
import { type Palette, paletteOf } from './palette';

/** The size of an element, as it changes. */
export function useSizeOf(box: RefObject<HTMLElement>): Signal<{ width: number; height: number }> {
  const size = useSignal({ width: 0, height: 0 });
  useEffect(() => {
    const sizes = new ResizeObserver(([entry]) => {
      size.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    sizes.observe(box.current!);
    return () => sizes.disconnect();
  }, []);
  return size;
}

export interface Sheet {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  ratio: number;
  palette: Palette;
}

type Props = Omit<JSX.HTMLAttributes<HTMLCanvasElement>, 'ref'> & {
  draw: (sheet: Sheet) => void;
  /** read signals here to be drawn again when they change */
  follow?: () => unknown;
  channels?: Channel[];
  canvasRef?: RefObject<HTMLCanvasElement>;
  opaque?: boolean;
};

export function Drawing({ draw, follow, channels = [], canvasRef, opaque, ...rest }: Props) {
  const own = useRef<HTMLCanvasElement>(null);
  const ref = canvasRef ?? own;
  const latestDraw = useRef(draw);
  latestDraw.current = draw;
  const again = useRef<() => void>(() => {});
  useEffect(() => again.current());

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d', { alpha: !opaque });
    if (!canvas || !context) return;
    let width = 0;
    let height = 0;
    let ratio = 1;
    const paint = (): void => {
      if (width === 0 || height === 0) return;
      const across = Math.round(width * ratio);
      const down = Math.round(height * ratio);
      if (canvas.width !== across || canvas.height !== down) {
        canvas.width = across;
        canvas.height = down;
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      latestDraw.current({ context, width, height, ratio, palette: paletteOf(theme.value) });
    };
    const ask = (): void => repaint(paint);
    again.current = ask;
    const sizes = new ResizeObserver(([entry]) => {
      width = entry.contentRect.width;
      height = entry.contentRect.height;
      ratio = Math.min(2, devicePixelRatio || 1);
      ask();
    });
    sizes.observe(canvas);
    const stops = channels.map((channel) => tensors.on(channel, ask));
    stops.push(
      effect(() => {
        void [theme.value, textScale.value];
        follow?.();
        ask();
      }),
    );
    return () => {
      sizes.disconnect();
      for (const stop of stops) stop();
      forget(paint);
    };
  }, []);

  return <canvas ref={ref} {...rest} />;
}
