// Chapter 13: the same network as three programs; the lines of a part are lit in all of them.
import '../live.css';
import './ThreePrograms.css';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { arrowOf } from '../../../draw/pointer';
import { language } from '../../../model/settings';
import { fill, texts } from '../../../text/learn';
import { To } from '../../To';
import { numbered } from '../../chapters';
import { type Program, chaptersOf, indented, names, parts, runsOf } from './programs';
import * as figure from './state';

/** above the first lit line, where there is room */
const linesAbove = 1.5;

function Parts() {
  const T = texts().learnRoom.programs;
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const [right, down] = arrowOf(event.key) ?? [0, 0];
    const at = parts.indexOf(figure.part.value) + right + down;
    if (right + down === 0 || !parts[at]) return;
    event.preventDefault();
    figure.part.value = parts[at];
    bar.current?.querySelector<HTMLElement>(`[data-part=${parts[at]}]`)?.focus();
  };
  return (
    <div
      class="programs-parts"
      role="group"
      aria-label={T.which}
      ref={bar}
      onKeyDown={onKeyDown}
    >
      {parts.map((name) => (
        <button
          key={name}
          data-part={name}
          aria-pressed={figure.part.value === name}
          onClick={() => (figure.part.value = name)}
        >
          {T.parts[name]}
        </button>
      ))}
    </div>
  );
}

function Pane({ program }: { program: Program }) {
  const T = texts().learnRoom.programs;
  const pane = useRef<HTMLPreElement>(null);
  const { name, lines, lit } = program;
  const now = lit[figure.part.value];
  const first = Math.min(...now);
  useLayoutEffect(() => {
    const box = pane.current!;
    const look = (): void => {
      const line = box.querySelectorAll<HTMLElement>('.program-line')[first];
      box.scrollTop = line.offsetTop - linesAbove * parseFloat(getComputedStyle(box).lineHeight);
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    return () => sizes.disconnect();
  }, [first]);
  return (
    <div class={`program ${figure.shown.value === name ? 'is-shown' : ''}`} data-program={name}>
      <div class="program-head">
        <h3>{T.names[name]}</h3>
        <span class="small">{fill(T.lit, { lines: runsOf(now) })}</span>
        <button
          class="small quiet"
          data-do={`copy-${name}`}
          aria-label={fill(T.copyOf, { name: T.names[name] })}
          onClick={() => void figure.copy(program, pane.current!)}
        >
          {figure.copied.value === name ? T.copied : T.copy}
        </button>
      </div>
      <pre tabIndex={0} ref={pane} aria-label={T.names[name]}>
        {lines.map((line, i) => {
          const { indent, code } = indented(line);
          return (
            <code
              key={i}
              class={`program-line ${now.includes(i) ? 'is-lit' : ''}`}
              style={{ '--indent': indent }}
            >
              {code || ' '}
            </code>
          );
        })}
      </pre>
    </div>
  );
}

function Told() {
  const T = texts().learnRoom.programs;
  const which = figure.part.value;
  const chapters = chaptersOf[which].map(String);
  return (
    <p class="small programs-told">
      <span role="status">{T.told[which]}</span>{' '}
      {chapters.length === 1 ? T.chapter : T.chapters}{' '}
      {chapters.map((name, i) => (
        <span key={name}>
          {i > 0 && ', '}
          {numbered.some((each) => each.name === name) ? <To name={name}>{name}</To> : name}
        </span>
      ))}
      .
    </p>
  );
}

export default function ThreePrograms() {
  const T = texts().learnRoom.programs;
  void language.value;
  useEffect(() => void figure.readPrograms(), []);
  return (
    <div class="live programs" data-test="programs">
      <h2>{T.title}</h2>
      <Parts />
      <Told />
      <div class="segmented programs-tabs" role="group" aria-label={T.program}>
        {names.map((name) => (
          <button
            key={name}
            data-tab={name}
            aria-pressed={figure.shown.value === name}
            onClick={() => (figure.shown.value = name)}
          >
            {T.names[name]}
          </button>
        ))}
      </div>
      <div class="programs-all">
        {figure.programs.value?.map((program) => <Pane key={program.name} program={program} />)}
      </div>
    </div>
  );
}
