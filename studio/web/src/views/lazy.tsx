// What is not seen at first is fetched when it is; nothing is shown for the moment that this takes.
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function lazy<Props extends object = { children?: ComponentChildren }>(
  load: () => Promise<{ default: FunctionComponent<Props> }>,
): FunctionComponent<Props> {
  let loaded: FunctionComponent<Props> | null = null;
  return function Lazy(props) {
    const [, again] = useState(0);
    useEffect(() => {
      if (!loaded)
        void load().then((module) => {
          loaded = module.default;
          again((n) => n + 1);
        });
    }, []);
    const Component = loaded;
    return Component ? <Component {...props} /> : null;
  };
}
