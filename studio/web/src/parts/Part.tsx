// A part of the page that breaks shows that it did; the rest lives on.
import './Part.css';
import { Component, type ComponentChildren } from 'preact';
import { texts } from '../text';

interface Props {
  /** another of these is another try */
  of?: string;
  children: ComponentChildren;
}

export class Part extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override componentDidUpdate(before: Props): void {
    if (before.of !== this.props.of && this.state.broken) this.setState({ broken: false });
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    const T = texts();
    return (
      <div class="broken" role="alert">
        <p>{T.broken.text}</p>
        <button onClick={() => this.setState({ broken: false })}>{T.broken.again}</button>
      </div>
    );
  }
}
