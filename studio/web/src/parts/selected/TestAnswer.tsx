// What the whole test set says to the last change by hand.
import './TestAnswer.css';
import { answer } from '../../model/edits';
import { fill, fixed, percent, texts } from '../../text';

export function TestAnswer() {
  const T = texts();
  const told = answer.value;
  if (!told) return null;
  return (
    <dl class="test-answer" aria-live="polite">
      <div>
        <dt>{T.selected.testCost}</dt>
        <dd>
          <b data-test="test-cost">{fixed(told.now.cost, 4)}</b>
          {told.before && (
            <span class="muted">{fill(T.selected.was, { value: fixed(told.before.cost, 4) })}</span>
          )}
        </dd>
      </div>
      {told.now.accuracy !== null && (
        <div>
          <dt>{T.learn.right}</dt>
          <dd>
            <b data-test="test-accuracy">{percent(told.now.accuracy, 2)}</b>
            {told.before && (
              <span class="muted">
                {fill(T.selected.was, { value: percent(told.before.accuracy, 2) })}
              </span>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}
