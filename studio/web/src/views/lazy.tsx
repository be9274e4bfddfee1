// Views are fetched when first opened; nothing is shown for the moment that this takes.
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function lazy(load: () => Promise<{ default: FunctionComponent }>): FunctionComponent {
  let loaded: FunctionComponent | null = null;
  return function Lazy() {
    const [, again] = useState(0);
    useEffect(() => {
      if (!loaded)
        void load().then((module) => {
          loaded = module.default;
          again((n) => n + 1);
        });
    }, []);
    const Component = loaded;
    return Component ? <Component /> : null;
  };
}

