import type { ComponentChildren } from 'preact';
import type { Inline } from './chapter';
import { listed } from './chapters';
import { To } from './To';
import { Typeset } from './Typeset';

/** Another chapter is opened here; what else the repository has beside it is only named. */
function Link({ to, children }: { to: string; children: ComponentChildren }) {
  if (/^https?:/.test(to))
    return (
      <a href={to} target="_blank" rel="noreferrer">
        {children}
      </a>
    );
  const folder = /^\.\.\/([^/]+)\/\w\w\.md/.exec(to)?.[1];
  const other = listed.find((each) => each.folder === folder);
  if (!other) return <>{children}</>;
  return <To name={other.name}>{children}</To>;
}

function Part({ part }: { part: Inline }) {
  if (typeof part === 'string') return <>{part}</>;
  switch (part.kind) {
    case 'em':
      return <em><Words parts={part.parts} /></em>;
    case 'strong':
      return <strong><Words parts={part.parts} /></strong>;
    case 'code':
      return <code>{part.text}</code>;
    case 'link':
      return (
        <Link to={part.to}>
          <Words parts={part.parts} />
        </Link>
      );
    case 'formula':
      return <Typeset text={part.text} />;
    case 'break':
      return <br />;
    case 'source':
      return null;
  }
}

export function Words({ parts }: { parts: Inline[] }) {
  return (
    <>
      {parts.map((part, i) => (
        <Part key={i} part={part} />
      ))}
    </>
  );
}
