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
  onInput,
  onBegin,
}: Props) {
  const id = useId();
  const share = max > min ? (Math.max(min, Math.min(max, value)) - min) / (max - min) : 0;
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
    </div>
  );
}
