import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { sort } from './collection';

const kinds = {
  picture: 'image/*',
  word: 'audio/*,.wav,.flac,.ogg,.opus,.mp3,.aiff',
};

interface Props {
  name: string;
  label?: string;
  several?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
  children: ComponentChildren;
}

/** A button that asks for files of the kind that is collected. */
export function Files({ name, label, several = false, disabled, onFiles, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        class="small"
        data-do={name}
        aria-label={label}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        accept={kinds[sort.value]}
        multiple={several}
        hidden
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
