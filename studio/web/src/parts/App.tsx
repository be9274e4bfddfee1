import './App.css';
import { greeted } from '../model/engine';
import { chooseTest, input, sendAgain, testImage } from '../model/input';
import { fitSelection } from '../model/fit';
import { hello } from '../model/network';
import { glimpse } from '../model/opened';
import { chapter } from '../model/room';
import { selection, view } from '../model/selection';
import { subject } from '../model/subject';
import { texts } from '../text';
import { untracked, useSignalEffect } from '@preact/signals';
import { subjectOf, viewNamed } from '../views';
import { lazy } from '../views/lazy';
import { Bottom } from './Bottom';
import { Aloud } from '../aloud/Aloud';
import { Bubble } from './Bubble';
import { embedded } from '../model/share';
import { Header, Notices, linkTrouble } from './Header';
import { InputPanel } from './InputPanel';
import { Part } from './Part';
import { SelectedPanel } from './SelectedPanel';

function Left() {
  const Own = viewNamed(view.value).left ?? InputPanel;
  return <Own />;
}

function Middle() {
  const Open = viewNamed(view.value).component;
  return <Open />;
}

/** the first thing that a visitor sees in the network */
const firstImage = 7;

/**
 * A network has greeted us, perhaps another one: it gets the input, and the selection has to fit
 * it.
 */
function startOver(): void {
  if (subject.value === 'digits') {
    if (input.value.source === 'none') void chooseTest(testImage(firstImage));
    else sendAgain();
  }
  fitSelection();
}

const Textbook = lazy(() => import('../learn/Textbook'));
const OpenTable = lazy(() => import('../views/table/OpenTable'));
const Tour = lazy(() => import('../tour/Tour'));

export function App() {
  useSignalEffect(() => {
    if (greeted.value === 0) return;
    untracked(startOver);
  });
  return (
    <>
      {chapter.value === null ? (
        <Studio />
      ) : (
        <Part of={chapter.value}>
          <Textbook />
        </Part>
      )}
      <Aloud />
      <Bubble />
    </>
  );
}

function Studio() {
  const T = texts();
  useSignalEffect(() => {
    document.title = texts().title;
  });
  const ready = hello.value !== null;
  // Until the network that the view is about has greeted us, nothing is drawn of the other one.
  const fits = subject.value === subjectOf(view.value);
  // In somebody else's page the stage is all there is.
  const alone = embedded.value;
  return (
    <>
      <Part>{alone ? <Notices /> : <Header />}</Part>
      <main class={`frame view-${view.value} ${alone ? 'is-alone' : ''}`}>
        {!alone && <Part of={view.value}>{fits ? <Left /> : <div class="left" />}</Part>}
        <section
          id="stage"
          class="stage"
          role={alone ? undefined : 'tabpanel'}
          aria-labelledby={alone ? undefined : `tab-${view.value}`}
          aria-label={alone ? T.views[view.value] : undefined}
          tabIndex={-1}
        >
          <div class="stage-view">
            {ready && glimpse.value && !alone ? (
              <Part>
                <OpenTable />
              </Part>
            ) : ready ? (
              <Part of={view.value}>{fits && <Middle />}</Part>
            ) : (
              <p class="waiting">{linkTrouble() || T.header.connecting}</p>
            )}
          </div>
          {!alone && (
            <Part>
              <Tour />
            </Part>
          )}
        </section>
        {!alone && (
          <Part of={JSON.stringify(selection.value)}>
            {fits ? <SelectedPanel /> : <div class="right" />}
          </Part>
        )}
      </main>
      {!alone && <Bottom />}
    </>
  );
}
