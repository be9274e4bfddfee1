// A picture that the network was shown, its answer, and all of its outputs.
import './Shown.css';
import type { ComponentChildren } from 'preact';
import { hello } from '../../model/network';
import { answered } from '../../parts/CostTable';
import { DigitImage } from '../../parts/DigitImage';
import { fill, fixed, texts } from '../../text/learn';

const nameOf = (output: number): string => hello.value?.data.classes[output] ?? String(output);

function Outputs({ outputs, best }: { outputs: readonly number[]; best: number }) {
  const said = outputs.map((a, o) => `${nameOf(o)}: ${fixed(a)}`).join('; ');
  return (
    <div class="outputs" role="img" aria-label={`${texts().learnRoom.shown.outputs}: ${said}`}>
      {outputs.map((a, o) => (
        <span key={o} class={o === best ? 'is-best' : ''} data-output={o} data-a={a}>
          <span class="output-column">
            <span style={{ height: `${100 * Math.max(0, Math.min(1, a))}%` }} />
          </span>
          {nameOf(o)}
        </span>
      ))}
    </div>
  );
}

interface Props {
  name: string;
  title: string;
  /** what the network says; null: nothing yet */
  outputs: readonly number[] | null;
  picture?: Uint8Array | null;
  /** in place of the picture */
  pad?: ComponentChildren;
  children?: ComponentChildren;
}

export function Shown({ name, title, outputs, picture, pad, children }: Props) {
  const T = texts().learnRoom.shown;
  const best = outputs ? answered(outputs) : null;
  return (
    <section class="shown" data-shown={name} data-best={best ?? ''}>
      <h3>{title}</h3>
      {pad ?? <div class="shown-picture">{picture && <DigitImage pixels={picture} at={0} />}</div>}
      <p class="shown-answer">
        {outputs && best !== null ? (
          <>
            <strong>{nameOf(best)}</strong>{' '}
            <span class="small">{fill(T.light, { a: fixed(outputs[best]) })}</span>
          </>
        ) : (
          <span class="small">—</span>
        )}
      </p>
      {outputs && best !== null && <Outputs outputs={outputs} best={best} />}
      {children}
    </section>
  );
}
