// The classes of the set: name, pictures as the network sees them, which of them test.
import { useSignal } from '@preact/signals';
import { arrowOf } from '../../../draw/pointer';
import { Icon } from '../../../parts/icons';
import { count, fill, plural, texts } from '../../../text/learn';
import { Files } from './Files';
import { Thumb } from './Thumb';
import { type OwnClass, fewestClasses, isTest, longestName, mostPictures, testsOf } from './sets';
import * as figure from './state';

const mostShown = 24;

/** Arrows go from picture to picture. */
function toNext(event: KeyboardEvent): void {
  const [right, down] = arrowOf(event.key) ?? [0, 0];
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const next = all[all.indexOf(event.target as HTMLButtonElement) + right + down];
  if (right + down === 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function Thumbs({ of, name }: { of: OwnClass; name: string }) {
  const T = texts().learnRoom.own;
  const { length } = of.pictures;
  return (
    <div class="own-thumbs" role="group" aria-label={name} onKeyDown={toNext}>
      {of.pictures.slice(0, mostShown).map((picture, i) => {
        const test = isTest(i, length);
        const label = fill(test ? T.testPicture : T.picture, { name, n: i + 1 });
        return (
          <button
            key={i}
            class={`own-picture ${test ? 'is-test' : ''}`}
            data-picture={i}
            tabIndex={i === 0 ? 0 : -1}
            aria-label={label}
            title={label}
            aria-pressed={figure.chosen.value === picture}
            onClick={() => figure.look(picture)}
          >
            <Thumb pixels={picture} />
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
  const { length } = of.pictures;
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
          {plural(length, T.pictures)}
          {length > 1 && `, ${fill(T.tests, { n: count(testsOf(length)) })}`}
        </span>
        <span class="own-class-tools">
          <Files
            name={`own-files-${at}`}
            label={fill(T.filesFor, { name })}
            several
            disabled={length >= mostPictures}
            onFiles={(files) => void figure.addFiles(at, files)}
          >
            {T.files}
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
