// All that can be set about learning; what makes a new network says so.
import './SettingsForm.css';
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Recipe } from '../engine/types';
import { tell } from '../model/engine';
import { recipe } from '../model/learning';
import { hello } from '../model/network';
import { brief, count, fill, percent, plural, texts } from '../text';

type Option = { value: string; text: string };

function Choice(props: {
  label: string;
  value: string;
  options: Option[];
  makesNew?: boolean;
  onChange: (v: string) => void;
}) {
  const T = texts();
  const id = useId();
  const known = props.options.some((o) => o.value === props.value);
  const options = known
    ? props.options
    : [...props.options, { value: props.value, text: props.value }];
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

const named = (names: Record<string, string>): Option[] =>
  Object.entries(names).map(([value, text]) => ({ value, text }));
const numbers = (values: number[], text: (v: number) => string): Option[] =>
  values.map((v) => ({ value: String(v), text: text(v) }));

const mostLayers = 6;
const mostNeurons = 512;

/** The sizes of hidden layers, none for an empty text; null where it is something else. */
export function hiddenFrom(text: string): number[] | null {
  const sizes = text.split(/[\s,;x×–—-]+/i).filter(Boolean);
  const fits = sizes.every(
    (size) => /^\d{1,4}$/.test(size) && Number(size) >= 1 && Number(size) <= mostNeurons,
  );
  return fits && sizes.length <= mostLayers ? sizes.map(Number) : null;
}

function Hidden({ hidden }: { hidden: number[] }) {
  const T = texts();
  const id = useId();
  const wrong = useSignal(false);
  const shown = hidden.join(' – ');
  const why = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    wrong.value = false;
  }, [shown]);
  useEffect(() => why.current?.scrollIntoView({ block: 'nearest' }), [wrong.value]);
  return (
    <div class="setting">
      <label for={id} title={T.settings.newNetwork}>
        {T.settings.hidden} <span aria-hidden="true">*</span>
      </label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        name="hidden"
        value={shown}
        aria-invalid={wrong.value}
        aria-describedby={wrong.value ? `${id}-why` : undefined}
        onChange={(event) => {
          const sizes = hiddenFrom(event.currentTarget.value);
          wrong.value = sizes === null;
          if (sizes) void tell('recipe', { hidden: sizes });
        }}
      />
      {wrong.value && (
        <p class="setting-wrong" id={`${id}-why`} role="alert" ref={why}>
          {fill(T.settings.hiddenWrong, { layers: mostLayers, neurons: mostNeurons })}
        </p>
      )}
    </div>
  );
}

interface Setting {
  key: keyof Recipe;
  label: string;
  options: Option[];
  change: (value: string) => Partial<Recipe>;
  makesNew?: boolean;
}

/** Every setting with a list of choices, in the order of the form. */
function settings(): Setting[] {
  const T = texts();
  const S = T.settings;
  const off = (v: number, text: string): string => (v === 0 ? S.off : text);
  const train = hello.value?.data.train ?? 60000;
  const number = (
    key: keyof Recipe,
    label: string,
    values: number[],
    text: (v: number) => string,
  ): Setting => ({
    key,
    label,
    options: numbers(values, text),
    change: (v) => ({ [key]: Number(v) }),
  });
  const choice = (key: keyof Recipe, label: string, names: Record<string, string>): Setting => ({
    key,
    label,
    options: named(names),
    change: (v) => ({ [key]: v }),
  });
  return [
    number('batch', S.batch, [1, 4, 16, 32, 64, 128, 256, 1024], count),
    choice('optimizer', S.optimizer, S.optimizers),
    number('trainSize', S.trainSize, [100, 1000, 10000, 0], (v) =>
      v === 0 ? fill(S.all, { n: count(train) }) : count(v),
    ),
    number('weightDecay', S.weightDecay, [0, 0.0001, 0.001, 0.01, 0.06], (v) => off(v, brief(v))),
    number('dropout', S.dropout, [0, 0.1, 0.2, 0.5], (v) => off(v, percent(v, 0))),
    choice('augment', S.augment, S.augments),
    number('patience', S.patience, [0, 3, 5, 10], (v) => off(v, plural(v, S.epochs))),
    { ...choice('activation', S.activation, S.activations), makesNew: true },
    { ...choice('cost', S.cost, S.costs), makesNew: true },
    { ...choice('initialization', S.initialization, S.initializations), makesNew: true },
    {
      key: 'shuffledLabels',
      label: T.overfit.labels,
      options: (['false', 'true'] as const).map((value) => ({
        value,
        text: T.overfit[value === 'true' ? 'shuffled' : 'trueLabels'],
      })),
      change: (v) => ({ shuffledLabels: v === 'true' }),
    },
  ];
}

/**
 * A setting of the recipe in words, as the form shows it; nothing when the form does not have it.
 */
export function settingInWords(key: keyof Recipe, recipe: Recipe): string | null {
  const T = texts();
  const value = String(recipe[key]);
  if (key === 'hidden')
    return `${T.settings.hidden}: ${recipe.hidden.join(' – ') || T.settings.none}`;
  if (key === 'rate') return `${T.learn.rate}: ${brief(recipe.rate)}`;
  const setting = settings().find((s) => s.key === key);
  return setting
    ? `${setting.label}: ${setting.options.find((o) => o.value === value)?.text ?? value}`
    : null;
}

const hiddenAfter = 7;

export function SettingsForm() {
  const r = recipe.value;
  if (!r) return null;
  const choices = settings().map((s) => (
    <Choice
      key={s.key}
      label={s.label}
      value={String(r[s.key])}
      options={s.options}
      makesNew={s.makesNew}
      onChange={(v) => void tell('recipe', s.change(v))}
    />
  ));
  return (
    <form class="settings" onSubmit={(event) => event.preventDefault()}>
      {choices.slice(0, hiddenAfter)}
      <Hidden hidden={r.hidden} />
      {choices.slice(hiddenAfter)}
    </form>
  );
}
