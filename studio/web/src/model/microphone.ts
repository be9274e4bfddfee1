// The reader's voice, by the browser's microphone.
import { signal } from '@preact/signals';

export const recording = signal(false);

interface Policy {
  allowsFeature: (name: string) => boolean;
}

/** Not on a page from another machine, nor on one that was told not to listen. */
export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' &&
  navigator.mediaDevices !== undefined &&
  ((document as { featurePolicy?: Policy }).featurePolicy?.allowsFeature('microphone') ?? true);

let recorder: MediaRecorder | null = null;

/** Until it is stopped, or for so many thousandths of a second; null: it may not listen. */
export async function record(longest: number): Promise<Blob | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const now = new MediaRecorder(stream);
    const pieces: Blob[] = [];
    const ended = new Promise<void>((resolve) => {
      now.ondataavailable = ({ data }) => pieces.push(data);
      now.onstop = () => resolve();
    });
    recorder = now;
    now.start();
    recording.value = true;
    setTimeout(() => now.state === 'recording' && now.stop(), longest);
    await ended;
    for (const track of stream.getTracks()) track.stop();
    recording.value = false;
    return new Blob(pieces, { type: now.mimeType });
  } catch {
    return null;
  }
}

export function stopRecording(): void {
  if (recorder?.state === 'recording') recorder.stop();
}
