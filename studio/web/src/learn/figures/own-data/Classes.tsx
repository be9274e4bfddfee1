// The classes of the set: name, examples as the network takes them, which of them test.
import { useSignal } from '@preact/signals';
import { arrowOf } from '../../../draw/pointer';
import { Icon } from '../../../parts/icons';
import { count, fill, plural, texts } from '../../../text/learn';
import { Files } from './Files';
import { Thumb } from './Thumb';
import { type Example, type OwnClass, fewestClasses, isTest, longestName, testsOf } from './sets';
import * as figure from './state';

const mostShown = 24;

/** Arrows go from example to example; Backspace takes the one in focus out. */
function onKey(event: KeyboardEvent, examples: readonly Example[]): void {
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = all.indexOf(event.target as HTMLButtonElement);
  if (event.key === 'Delete' || event.key === 'Backspace') {
    event.preventDefault();
    figure.takeOut(examples[at]);
  }
  const [right, down] = arrowOf(event.key) ?? [0, 0];
  const next = all[at + right + down];
  if (right + down === 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function Thumbs({ of, name }: { of: OwnClass; name: string }) {
  const T = texts().learnRoom.own;
  const K = T.of[figure.sort.value];
  const { length } = of.examples;
  return (
    <div
      class={`own-thumbs of-${figure.sort.value}s`}
      role="group"
      aria-label={name}
      onKeyDown={(event) => onKey(event, of.examples)}
    >
      {of.examples.slice(0, mostShown).map((example, i) => {
        const test = isTest(i, length);
        const label = fill(test ? K.test : K.one, { name, n: i + 1 });
        return (
          <button
            key={i}
            class={`own-example ${test ? 'is-test' : ''}`}
            data-example={i}
            tabIndex={i === 0 ? 0 : -1}
            aria-label={label}
            aria-keyshortcuts="Backspace"
            title={label}
            aria-pressed={figure.chosen.value === example}
            onClick={() => figure.choose(example)}
          >
            <Thumb of={example} />
          </button>
        );
      })}
      {length > mostShown && (
        <span class="small">{fill(T.more, { n: count(length - mostShown) })}</span>
      )}
    </div>
  );
}

function Class({ of, at }: { of: OwnClass; at: number }) {
  const T = texts().learnRoom.own;
  const over = useSignal(false);
  const name = figure.names.value[at];
  const K = T.of[figure.sort.value];
  const { length } = of.examples;
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    over.value = false;
    void figure.addFiles(at, [...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <section
      class={`own-class ${over.value ? 'is-over' : ''}`}
      data-class={at}
      data-count={length}
      aria-label={name}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={onDrop}
    >
      <div class="own-class-head">
        <input
          type="text"
          class={of.shape ? 'is-named' : ''}
          value={of.name}
          placeholder={name}
          maxLength={longestName}
          aria-label={fill(T.name, { n: at + 1 })}
          onInput={(event) => figure.rename(at, event.currentTarget.value)}
        />
        <span class="small own-count">
          {plural(length, K.forms)}
          {length > 1 && `, ${fill(T.tests, { n: count(testsOf(length)) })}`}
        </span>
        <span class="own-class-tools">
          <Files
            name={`own-files-${at}`}
            label={fill(K.filesFor, { name })}
            several
            disabled={length >= figure.most.value}
            onFiles={(files) => void figure.addFiles(at, files)}
          >
            {K.files}
          </Files>
          <button
            class="plain"
            data-do={`own-remove-${at}`}
            aria-label={fill(T.remove, { name })}
            title={fill(T.remove, { name })}
            disabled={figure.set.value.length <= fewestClasses}
            onClick={() => figure.removeClass(at)}
          >
            <Icon name="cross" />
          </button>
        </span>
      </div>
      {length > 0 && <Thumbs of={of} name={name} />}
    </section>
  );
}

export function Classes() {
  return (
    <div class="own-classes">
      {figure.set.value.map((of, at) => (
        <Class key={at} of={of} at={at} />
      ))}
    </div>
  );
}
