import './Slider.css';
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number | 'any';
  shown: string;
  name?: string;
  /** between which values it usually is */
  usual?: [from: number, to: number];
  onInput: (value: number) => void;
  onBegin?: () => void;
}

export function Slider({
  label,
  value,
  min,
  max,
  step = 'any',
  shown,
  name,
  usual,
  onInput,
  onBegin,
}: Props) {
  const id = useId();
  const shareOf = (v: number): number =>
    max > min ? (Math.max(min, Math.min(max, v)) - min) / (max - min) : 0;
  const share = shareOf(value);
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id}>{shown}</output>
      <input
        id={id}
        type="range"
        name={name}
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={shown}
        style={{ '--share': share }}
        onPointerDown={onBegin}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
      />
      {usual && (
        <span
          class="usual"
          aria-hidden="true"
          style={{ '--from': shareOf(usual[0]), '--to': shareOf(usual[1]) }}
        />
      )}
    </div>
  );
}
