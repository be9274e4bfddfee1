import katex from 'katex';
import 'katex/dist/katex.min.css';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { texts } from '../text/learn';

/** A formula; what reads the page aloud gets it as MathML. */
export function Typeset({ text, display = false }: { text: string; display?: boolean }) {
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    katex.render(text, box.current!, { displayMode: display, throwOnError: false });
  }, [text, display]);
  return (
    <span
      class={display ? 'formula-block' : 'formula-inline'}
      tabIndex={display ? 0 : undefined}
      role={display ? 'group' : undefined}
      aria-label={display ? texts().learnRoom.formula : undefined}
      ref={box}
    />
  );
}
