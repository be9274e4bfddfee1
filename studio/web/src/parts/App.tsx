import './App.css';
import { greeted } from '../model/engine';
import { chooseTest, input, sendAgain, testImage } from '../model/input';
import { hello, net, ownerOf } from '../model/network';
import { selection, view } from '../model/selection';
import { texts } from '../text';
import { untracked, useSignalEffect } from '@preact/signals';
import { Tour } from '../tour/Tour';
import { viewNamed } from '../views';
import { Bottom } from './Bottom';
import { Header, linkTrouble } from './Header';
import { InputPanel } from './InputPanel';
import { Part } from './Part';
import { SelectedPanel } from './SelectedPanel';

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
  if (input.value.source === 'none') void chooseTest(testImage(firstImage));
  else sendAgain();
  const now = selection.value;
  const network = net.value;
  if (!network) return;
  const first = { kind: 'neuron', layer: 0, neuron: 0 } as const;
  if (now?.kind === 'neuron' && !(network.layers[now.layer]?.width > now.neuron))
    selection.value = first;
  if (now?.kind === 'weight') {
    const owner = ownerOf(network, now.place);
    if (!owner || owner.neuron >= owner.layer.width) selection.value = first;
  }
}

export function App() {
  const T = texts();
  useSignalEffect(() => {
    document.title = texts().title;
  });
  useSignalEffect(() => {
    if (greeted.value === 0) return;
    untracked(startOver);
  });
  const ready = hello.value !== null;
  return (
    <>
      <Part>
        <Header />
      </Part>
      <main class={`frame view-${view.value}`}>
        <Part>
          <InputPanel />
        </Part>
        <section
          id="stage"
          class="stage"
          role="tabpanel"
          aria-labelledby={`tab-${view.value}`}
          tabIndex={-1}
        >
          <div class="stage-view">
            {ready ? (
              <Part of={view.value}>
                <Middle />
              </Part>
            ) : (
              <p class="waiting">{linkTrouble() || T.header.connecting}</p>
            )}
          </div>
          <Part>
            <Tour />
          </Part>
        </section>
        <Part of={JSON.stringify(selection.value)}>
          <SelectedPanel />
        </Part>
      </main>
      <Bottom />
    </>
  );
}
