import './hand.css';
import { useEffect } from 'preact/hooks';
import { answer, rememberBefore } from '../../model/edits';
import { running } from '../../model/learning';
import { net } from '../../model/network';
import { count, fill, fixed, percent, texts } from '../../text/views';
import { Brush } from './Brush';
import { Game } from './Game';
import { KnobField } from './KnobField';
import { handTab } from './state';

export default function HandView() {
  const T = texts();
  useEffect(() => {
    if (!running.peek()) void rememberBefore();
  }, []);
  const told = answer.value;
  return (
    <div class="hand view">
      <div class="view-head">
        <p class="lead">{fill(T.hand.lead, { count: count(net.value?.count ?? 0) })}</p>
        <div class="segmented" role="group" aria-label={T.views.hand}>
          {(['field', 'brush'] as const).map((name) => (
            <button
              key={name}
              data-tab={name}
              aria-pressed={handTab.value === name}
              onClick={() => (handTab.value = name)}
            >
              {name === 'field' ? T.hand.tabField : T.hand.tabBrush}
            </button>
          ))}
        </div>
      </div>
      <div class="hand-main">{handTab.value === 'field' ? <KnobField /> : <Brush />}</div>
      <div class="hand-foot">
        <dl class="hand-answer" aria-live="polite">
          <div>
            <dt>{T.selected.testCost}</dt>
            <dd data-test="hand-cost">{told ? fixed(told.now.cost, 4) : '—'}</dd>
            <dd class="muted">
              {told?.before ? fill(T.selected.was, { value: fixed(told.before.cost, 4) }) : ''}
            </dd>
          </div>
          <div>
            <dt>{T.hand.testRight}</dt>
            <dd data-test="hand-accuracy">{told ? percent(told.now.accuracy, 2) : '—'}</dd>
            <dd class="muted">
              {told?.before
                ? fill(T.selected.was, { value: percent(told.before.accuracy, 2) })
                : ''}
            </dd>
          </div>
        </dl>
        <Game />
      </div>
    </div>
  );
}
