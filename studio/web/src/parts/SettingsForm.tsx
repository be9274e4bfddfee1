// All that can be set about learning; what makes a new network says so.
import { useId } from 'preact/hooks';
import type { Recipe } from '../engine/types';
import { tell } from '../model/engine';
import { recipe } from '../model/learning';
import { hello } from '../model/network';
import { brief, count, fill, percent, plural, texts } from '../text';

type Option = { value: string; text: string };

function Choice(props: { label: string; value: string; options: Option[]; makesNew?: boolean; onChange: (v: string) => void }) {
  const T = texts();
  const id = useId();
  const known = props.options.some((o) => o.value === props.value);
  const options = known ? props.options : [...props.options, { value: props.value, text: props.value }];
  return (
    <div class="setting">
      <label for={id} title={props.makesNew ? T.settings.newNetwork : undefined}>
        {props.label}
        {props.makesNew && <span aria-hidden="true"> *</span>}
      </label>
      <select id={id} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {options.map((o) => (
          <option key={o.value} value={o.value} selected={o.value === props.value}>
            {o.text}
          </option>
        ))}
      </select>
    </div>
  );
}

const named = (names: Record<string, string>): Option[] => Object.entries(names).map(([value, text]) => ({ value, text }));
const numbers = (values: number[], text: (v: number) => string): Option[] =>
  values.map((v) => ({ value: String(v), text: text(v) }));

export function hiddenFrom(text: string): number[] | null {
  const sizes = text.split(/[^0-9]+/).filter(Boolean).map(Number);
  return sizes.every((n) => n >= 1 && n <= 512) && sizes.length <= 6 ? sizes : null;
}

function Hidden({ hidden }: { hidden: number[] }) {
  const T = texts();
  const id = useId();
  return (
    <div class="setting">
      <label for={id} title={T.settings.newNetwork}>
        {T.settings.hidden} <span aria-hidden="true">*</span>
      </label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        value={hidden.join(' – ')}
        onChange={(event) => {
          const sizes = hiddenFrom(event.currentTarget.value);
          if (sizes) void tell('recipe', { hidden: sizes });
          else event.currentTarget.value = hidden.join(' – ');
        }}
      />
    </div>
  );
}

/** A network of rectifiers learns from other first weights, and breaks at a sigmoid's rate. */
function startFor(activation: string): Partial<Recipe> {
  if (activation === 'sigmoid') return { rate: 3, initialization: 'lecun' };
  return { rate: 0.2, initialization: activation === 'tanh' || activation === 'identity' ? 'lecun' : 'he' };
}

export function SettingsForm() {
  const T = texts();
  const r = recipe.value;
  if (!r) return null;
  const S = T.settings;
  const set = (change: Partial<Recipe>): void => void tell('recipe', change);
  const off = (v: number, text: string): string => (v === 0 ? S.off : text);
  const train = hello.value?.data.train ?? 60000;
  return (
    <form class="settings" onSubmit={(event) => event.preventDefault()}>
      <Choice label={S.batch} value={String(r.batch)} options={numbers([1, 4, 16, 32, 64, 128, 256, 1024], count)} onChange={(v) => set({ batch: Number(v) })} />
      <Choice label={S.optimizer} value={r.optimizer} options={named(S.optimizers)} onChange={(v) => set({ optimizer: v })} />
      <Choice
        label={S.trainSize}
        value={String(r.trainSize)}
        options={numbers([100, 1000, 10000, 0], (v) => (v === 0 ? fill(S.all, { n: count(train) }) : count(v)))}
        onChange={(v) => set({ trainSize: Number(v) })}
      />
      <Choice label={S.weightDecay} value={String(r.weightDecay)} options={numbers([0, 0.0001, 0.001, 0.01, 0.06], (v) => off(v, brief(v)))} onChange={(v) => set({ weightDecay: Number(v) })} />
      <Choice label={S.dropout} value={String(r.dropout)} options={numbers([0, 0.1, 0.2, 0.5], (v) => off(v, percent(v, 0)))} onChange={(v) => set({ dropout: Number(v) })} />
      <Choice label={S.augment} value={r.augment} options={named(S.augments)} onChange={(v) => set({ augment: v })} />
      <Choice
        label={S.patience}
        value={String(r.patience)}
        options={numbers([0, 3, 5, 10], (v) => off(v, plural(v, S.epochs)))}
        onChange={(v) => set({ patience: Number(v) })}
      />
      <Hidden hidden={r.hidden} />
      <Choice label={S.activation} makesNew value={r.activation} options={named(S.activations)} onChange={(v) => set({ activation: v, ...startFor(v) })} />
      <Choice label={S.cost} makesNew value={r.cost} options={named(S.costs)} onChange={(v) => set({ cost: v })} />
      <Choice label={S.initialization} makesNew value={r.initialization} options={named(S.initializations)} onChange={(v) => set({ initialization: v })} />
      <Choice
        label={T.overfit.labels}
        value={r.shuffledLabels ? 'shuffled' : 'trueLabels'}
        options={(['trueLabels', 'shuffled'] as const).map((value) => ({ value, text: T.overfit[value] }))}
        onChange={(v) => set({ shuffledLabels: v === 'shuffled' })}
      />
    </form>
  );
}
