// Views are fetched when first opened; nothing is shown for the moment that this takes.
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Component = FunctionComponent<{ children?: ComponentChildren }>;

export function lazy(load: () => Promise<{ default: Component }>): Component {
  let loaded: Component | null = null;
  return function Lazy({ children }) {
    const [, again] = useState(0);
    useEffect(() => {
      if (!loaded)
        void load().then((module) => {
          loaded = module.default;
          again((n) => n + 1);
        });
    }, []);
    const Component = loaded;
    return Component ? <Component>{children}</Component> : null;
  };
}

