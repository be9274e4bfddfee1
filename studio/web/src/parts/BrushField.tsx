// A picture that is painted on with mouse, finger or arrow keys and space.
import './BrushField.css';
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { type Tool, tools } from '../draw/brush';
import { Drawing, type Sheet } from '../draw/canvas';
import { arrowOf, placeOn, useGrip, within } from '../draw/pointer';
import type { Channel } from '../engine/types';
import { texts } from '../text/views';

interface Spot {
  x: number;
  y: number;
}

interface Props {
  across: number;
  down: number;
  /** of the brush; places are in cells of the picture too */
  radius: number;
  label: string;
  style?: JSX.CSSProperties;
  channels?: Channel[];
  /** draws the picture; read in `follow` what it depends on */
  draw: (sheet: Sheet) => void;
  follow?: () => unknown;
  onBegin?: () => void;
  onStroke: (x: number, y: number) => void;
  /** keys that are not the brush's */
  onKey?: (key: string) => void;
}

function drawCursor(sheet: Sheet, { x, y }: Spot, { radius, across, down }: Props): void {
  const { context, width, height, palette } = sheet;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.beginPath();
  const reach = (radius / across) * width;
  context.arc((x / across) * width, (y / down) * height, reach, 0, Math.PI * 2);
  context.stroke();
}

export function BrushField(props: Props) {
  const { across, down, label, style, channels, draw, follow, onBegin, onStroke, onKey } = props;
  const cursor = useSignal<Spot | null>(null);
  const moveTo = (event: PointerEvent): Spot => {
    const { x, y, width, height } = placeOn(event);
    return (cursor.value = { x: (x / width) * across, y: (y / height) * down });
  };
  const stroke = (event: PointerEvent): void => {
    const { x, y } = moveTo(event);
    onStroke(x, y);
  };
  const grip = useGrip({
    take: (event) => {
      onBegin?.();
      stroke(event);
      return true;
    },
    drag: stroke,
    hover: moveTo,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const now = cursor.value ?? { x: across / 2, y: down / 2 };
    const move = arrowOf(event.key);
    if (move)
      cursor.value = {
        x: within(now.x + move[0], 0, across),
        y: within(now.y + move[1], 0, down),
      };
    else if (event.key === ' ') onStroke(now.x, now.y);
    else return onKey?.(event.key);
    event.preventDefault();
  };
  return (
    <div
      class="brush-field"
      style={style}
      role="application"
      tabIndex={0}
      aria-label={label}
      {...grip.handlers}
      onPointerLeave={() => {
        if (!grip.isHeld()) cursor.value = null;
      }}
      onKeyDown={onKeyDown}
    >
      <Drawing
        class="fill-canvas"
        aria-hidden="true"
        channels={channels}
        follow={() => [cursor.value, follow?.()]}
        draw={(sheet) => {
          draw(sheet);
          if (cursor.value) drawCursor(sheet, cursor.value, props);
        }}
      />
    </div>
  );
}

export function ToolButtons({ tool }: { tool: Signal<Tool> }) {
  const T = texts();
  return (
    <div class="buttons" role="group" aria-label={T.hand.tabBrush}>
      {tools.map((name) => (
        <button
          key={name}
          class={`tool-${name}`}
          aria-pressed={tool.value === name}
          onClick={() => (tool.value = name)}
        >
          {T.hand[name]}
        </button>
      ))}
    </div>
  );
}
