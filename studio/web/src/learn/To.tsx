import type { ComponentChildren, JSX } from 'preact';
import { addressOf, chapter } from '../model/room';

type Anchor = Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>;

/** A link to a chapter, by its name; null: back to the studio. It opens in a new tab too. */
export function To({
  name,
  children,
  ...rest
}: Anchor & { name: string | null; children: ComponentChildren }) {
  return (
    <a
      {...rest}
      href={name === null ? '#' : `#${addressOf(name)}`}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        chapter.value = name;
      }}
    >
      {children}
    </a>
  );
}
