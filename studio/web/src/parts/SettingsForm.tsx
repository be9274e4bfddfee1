// All that can be set about learning; what makes a new network says so.
import './SettingsForm.css';
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Recipe, SettingInfo } from '../engine/types';
import { tell } from '../model/engine';
import { recipe } from '../model/learning';
import { hello } from '../model/network';
import { chosen, count, fill, percent, plural, texts } from '../text';

type Option = { value: string; text: string };

function Choice(props: {
  label: string;
  value: string;
  options: Option[];
  otherwise: string;
  makesNew?: boolean;
  onChange: (v: string) => void;
}) {
  const T = texts();
  const id = useId();
  const known = props.options.some((o) => o.value === props.value);
  const options = known
    ? props.options
    : [...props.options, { value: props.value, text: props.otherwise }];
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
    <>
      <div class="setting">
        <label for={id} title={T.settings.newNetwork}>
          {T.settings.names.hidden} <span aria-hidden="true">*</span>
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
      </div>
      {wrong.value && (
        <p class="setting-wrong" id={`${id}-why`} role="alert" ref={why}>
          {fill(T.settings.hiddenWrong, { layers: mostLayers, neurons: mostNeurons })}
        </p>
      )}
    </>
  );
}

/** A number, flag or choice of the recipe as the form says it. */
function valueInWords(name: string, value: Recipe[keyof Recipe]): string {
  const S = texts().settings;
  const known = S.values[name]?.[String(value)];
  if (known !== undefined) return known;
  if (typeof value !== 'number') return String(value);
  if (name === 'train_size') {
    return value === 0 ? fill(S.all, { n: count(hello.value?.data.train ?? 60000) }) : count(value);
  }
  if (value === 0 && name !== 'seed') return S.off;
  if (name === 'dropout') return percent(value, 0);
  if (name === 'patience') return plural(value, S.epochs);
  return Number.isInteger(value) ? count(value) : chosen(value);
}

const nameOf = (name: string): string => texts().settings.names[name] ?? name;

function optionsOf(setting: SettingInfo): Option[] {
  const known = texts().settings.values[setting.name];
  const values =
    setting.offers?.map(String) ?? (setting.type === 'flag' ? ['false', 'true'] : undefined) ??
    (known ? Object.keys(known) : (setting.choices ?? []));
  return values.map((value) => ({
    value,
    text: valueInWords(setting.name, setting.offers ? Number(value) : value),
  }));
}

function typed({ name, type }: SettingInfo, value: string): Partial<Recipe> {
  if (type === 'flag') return { [name]: value === 'true' };
  return { [name]: type === 'whole' || type === 'number' ? Number(value) : value };
}

/** A setting of the recipe in words; nothing when it has none. */
export function settingInWords(key: keyof Recipe, recipe: Recipe): string | null {
  const S = texts().settings;
  if (key === 'hidden') return `${S.names.hidden}: ${recipe.hidden.join(' – ') || S.none}`;
  return S.names[key] ? `${S.names[key]}: ${valueInWords(key, recipe[key])}` : null;
}

function Whole({ setting, value }: { setting: SettingInfo; value: number }) {
  const id = useId();
  return (
    <div class="setting">
      <label for={id} title={texts().settings.newNetwork}>
        {nameOf(setting.name)} <span aria-hidden="true">*</span>
      </label>
      <input
        id={id}
        type="number"
        min={0}
        step={1}
        value={value}
        onChange={(event) => void tell('recipe', typed(setting, event.currentTarget.value))}
      />
    </div>
  );
}

function Field({ setting, recipe }: { setting: SettingInfo; recipe: Recipe }) {
  const value = recipe[setting.name as keyof Recipe];
  const options = optionsOf(setting);
  if (options.length === 0) return <Whole setting={setting} value={Number(value)} />;
  return (
    <Choice
      label={nameOf(setting.name)}
      value={String(value)}
      options={options}
      otherwise={valueInWords(setting.name, value)}
      makesNew={setting.change === 'network'}
      onChange={(v) => void tell('recipe', typed(setting, v))}
    />
  );
}

// The rate has its slider beside the button that learns.
const elsewhere = ['rate'];

export function SettingsForm() {
  const r = recipe.value;
  const all = (hello.value?.settings ?? []).filter((s) => !elsewhere.includes(s.name));
  if (!r) return null;
  const those = (which: (s: SettingInfo) => boolean) =>
    all
      .filter((s) => which(s) && (s.cost ?? r.cost) === r.cost)
      .map((s) => <Field key={s.name} setting={s} recipe={r} />);
  return (
    <form class="settings" onSubmit={(event) => event.preventDefault()}>
      {those((s) => !s.rare && s.change !== 'network')}
      <Hidden hidden={r.hidden} />
      {those((s) => !s.rare && s.change === 'network')}
      <details class="settings-more">
        <summary>{texts().settings.more}</summary>
        <div class="settings-rare">{those((s) => s.rare)}</div>
      </details>
    </form>
  );
}
