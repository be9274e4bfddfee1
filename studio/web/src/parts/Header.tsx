import './Header.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { arrowOf } from '../draw/pointer';
import type { LessonTable } from '../engine/types';
import { type Trouble, link, trouble } from '../model/engine';
import { state } from '../model/learning';
import { missing } from '../model/missing';
import { hello, offers } from '../model/network';
import { putAway, remarks } from '../model/notes';
import { openTable } from '../model/opened';
import { chapter } from '../model/room';
import { view } from '../model/selection';
import { chooseLanguage, chooseTheme, language, theme } from '../model/settings';
import { keepMine, leaveLesson, lesson, openLesson, question, refused } from '../model/share';
import { count, fill, plural, texts } from '../text';
import { dictionaries, languages } from '../text/languages';
import { offeredViews } from '../views';
import { FileMenu } from './FileMenu';
import { ShareMenu } from './ShareMenu';
import { TableInput } from './TableInput';
import { Icon } from './icons';
import { TextSize } from './TextSize';

const beginTour = () => void import('../tour/walk').then((tour) => tour.begin());

function Tabs() {
  const T = texts();
  const bar = useRef<HTMLDivElement>(null);
  const names = offeredViews(offers.value).map(({ name }) => name);
  // The tour and the address change views too: the tab of the open one is in sight on a phone.
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>(`[data-view=${view.value}]`);
    if (!tab || !bar.current) return;
    const { offsetWidth, scrollLeft } = bar.current;
    const left = tab.offsetLeft - bar.current.offsetLeft;
    if (left < scrollLeft) bar.current.scrollLeft = left;
    const right = left + tab.offsetWidth;
    if (right > scrollLeft + offsetWidth) bar.current.scrollLeft = right - offsetWidth;
  }, [view.value]);
  const onKey = (event: KeyboardEvent): void => {
    const [move] = arrowOf(event.key) ?? [0];
    if (move === 0) return;
    event.preventDefault();
    const next = names[(names.indexOf(view.value) + move + names.length) % names.length];
    view.value = next;
    bar.current?.querySelector<HTMLElement>(`[data-view=${next}]`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={T.header.views} ref={bar} onKeyDown={onKey}>
      {names.map((name) => (
        <button
          key={name}
          role="tab"
          id={`tab-${name}`}
          data-view={name}
          aria-selected={view.value === name}
          aria-controls="stage"
          tabIndex={view.value === name ? 0 : -1}
          onClick={() => (view.value = name)}
        >
          {T.views[name]}
        </button>
      ))}
    </div>
  );
}

function Languages() {
  const T = texts();
  return (
    <div class="languages" role="group" aria-label={T.header.language}>
      {languages.map((name) => (
        <button
          key={name}
          lang={name}
          data-language={name}
          aria-pressed={language.value === name}
          onClick={() => chooseLanguage(name)}
        >
          {dictionaries[name].language.short}
        </button>
      ))}
    </div>
  );
}

/** What to tell of the connection, '' when all is well. */
export function linkTrouble(): string {
  const T = texts().header;
  const now = link.value;
  if (now === 'open') return '';
  if (now === 'connecting') return hello.value ? T.lost : '';
  return T[now];
}

/** In the reader's language; the engine's own words are English. */
export function inWords({ asked, code, words, facts }: Trouble): string {
  const known = texts().errors;
  if (facts && known[facts.kind]) {
    const setting = texts().settings.names[facts.values.setting] ?? facts.values.setting;
    return fill(known[facts.kind], { ...facts.values, setting });
  }
  return known[`${asked}: ${code}`] ?? known[code] ?? fill(known.other, { words });
}

function Notice({ children, put }: { children: ComponentChildren; put: () => void }) {
  return (
    <p class="notice">
      <span>{children}</span>
      <button class="plain" aria-label={texts().header.close} onClick={put}>
        <Icon name="cross" />
      </button>
    </p>
  );
}

/** Whether the lesson of a link may take the place of what was made here. */
function Question() {
  const T = texts().share;
  return (
    <div class="notice question" data-test="question">
      <span>{T.question}</span>
      <button data-do="keep-mine" onClick={keepMine}>
        {T.keep}
      </button>
      <button class="primary" data-do="open-lesson" onClick={openLesson}>
        {T.open}
      </button>
    </div>
  );
}

/** Which file the lesson of a link waits for. */
function WantedTable({ table }: { table: LessonTable }) {
  const T = texts().share;
  const input = useRef<HTMLInputElement>(null);
  const { name } = table;
  return (
    <div class="notice question" data-test="wanted-table">
      <span>
        {fill(T.table, { name, rows: count(table.rows), columns: count(table.columns) })}
      </span>
      <button data-do="keep-mine" onClick={keepMine}>
        {T.leave}
      </button>
      <button class="primary" data-do="open-wanted" onClick={() => input.current?.click()}>
        {T.openTable}
      </button>
      <TableInput of={input} open={(file) => openTable(file, true)} />
    </div>
  );
}

/** How far the lesson of a link has been done again. */
function Following() {
  const T = texts().share;
  if (lesson.value === null) return null;
  if (question.value === lesson.value) return <Question />;
  if (missing.value === lesson.value) return <WantedTable table={lesson.value.table!} />;
  const at = state.value?.following;
  return (
    <p class="notice following" data-test="following">
      <span>
        {at ? fill(T.again, { done: count(at.done), steps: count(at.steps) }) : T.coming}
      </span>
      <progress max={Math.max(1, at?.steps ?? 1)} value={at?.done ?? 0} />
      <button class="plain" data-do="follow-stop" onClick={leaveLesson}>
        {T.stop}
      </button>
    </p>
  );
}

export function Notices() {
  const T = texts().header;
  return (
    <div class="notices" role="status" aria-live="polite">
      {linkTrouble() && (
        <p class="notice lost">
          {linkTrouble()}
          {link.value === 'replaced' && (
            <button class="plain" onClick={() => location.reload()}>
              {T.here}
            </button>
          )}
        </p>
      )}
      <Following />
      {[refused, trouble].map(
        (wrong) =>
          wrong.value && (
            <Notice put={() => (wrong.value = null)}>
              <span title={wrong.value.words}>{inWords(wrong.value)}</span>
            </Notice>
          ),
      )}
      {remarks.value.map((words) => (
        <Notice key={words} put={() => putAway(words)}>
          <span class="lead">{T.remark}</span> <q lang="en">{words}</q>
        </Notice>
      ))}
    </div>
  );
}

/** What each reader has their own way, wherever they are. */
export function Preferences() {
  const T = texts().header;
  const dark = theme.value === 'dark';
  return (
    <>
      <TextSize />
      <Languages />
      <button
        class="quiet round"
        aria-label={dark ? T.light : T.dark}
        title={dark ? T.light : T.dark}
        onClick={() => chooseTheme(dark ? 'light' : 'dark')}
      >
        <Icon name={dark ? 'sun' : 'moon'} />
      </button>
    </>
  );
}

/** The title of the studio; a chapter has its own. */
export function Logo({ as: Tag = 'h1' }: { as?: 'h1' | 'p' }) {
  return (
    <Tag class="logo">
      <span class="lamp" aria-hidden="true" />
      Glia
    </Tag>
  );
}

export function Header() {
  const T = texts();
  const h = hello.value;
  return (
    <header class="header">
      <Logo />
      <Tabs />
      <div class="about">
        {h && (
          <span class="net">
            {h.net.replaceAll('-', ' – ')}{' '}
            <span class="net-count">· {plural(h.count, T.header.parameters)}</span>
          </span>
        )}
      </div>
      <button class="quiet" data-do="textbook" onClick={() => (chapter.value = '')}>
        {T.header.textbook}
      </button>
      <button class="quiet" data-do="tour" onClick={beginTour}>
        {T.header.tour}
      </button>
      <ShareMenu />
      <FileMenu />
      <Preferences />
      <Notices />
    </header>
  );
}
