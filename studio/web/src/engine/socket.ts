// Carries messages over a WebSocket that comes back by itself when it is lost.
import type { Link, Refusal, Transport } from './engine';

export interface SocketOptions {
  open?: (address: string) => WebSocket;
  /** what the page's address brought; the cookie that came with the page keeps it */
  token?: string;
  /** the code in the answer to a request without a socket, which says why there is none */
  why?: (address: string) => Promise<string>;
  random?: () => number;
}

const refusals: Record<string, Refusal> = {
  token_missing: 'missing',
  token_wrong: 'wrong',
  cookie_missing: 'cookies',
  full: 'full',
  exhausted: 'exhausted',
};
const lasting: Link[] = ['missing', 'wrong', 'cookies'];

async function codeOf(address: string): Promise<string> {
  const answer = (await (await fetch(address)).json()) as { error?: { code?: string } };
  return answer.error?.code ?? '';
}

export function retryDelay(attempt: number, random: number): number {
  const whole = Math.min(5000, 250 * 2 ** attempt);
  return whole * (0.75 + 0.5 * random);
}

export class SocketTransport implements Transport {
  onText: (text: string) => void = () => {};
  onBytes: (bytes: ArrayBuffer) => void = () => {};
  onLink: (link: Link) => void = () => {};
  private socket: WebSocket | null = null;
  private attempt = 0;
  private closed = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly address: string,
    private readonly options: SocketOptions = {},
  ) {}

  start(): void {
    if (this.closed) return;
    this.onLink('connecting');
    const open = this.options.open ?? ((address: string) => new WebSocket(address));
    const socket = open(this.address);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.attempt = 0;
      this.onLink('open');
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.onText(data);
      else this.onBytes(data);
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (this.closed) return;
      if (code === 4001) this.onLink('replaced');
      else if (opened) this.lost('lost');
      else void this.askWhy().then((why) => this.lost(why));
    };
  }

  send(text: string): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(text);
    return true;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    this.socket?.close();
  }

  private async askWhy(): Promise<Link> {
    const address = new URL(this.address.replace(/^ws/, 'http'));
    if (this.options.token) address.searchParams.set('token', this.options.token);
    const code = await (this.options.why ?? codeOf)(address.href).catch(() => '');
    return refusals[code] ?? 'lost';
  }

  private lost(why: Link): void {
    if (this.closed) return;
    this.onLink(why);
    if (lasting.includes(why)) return;
    const delay = retryDelay(this.attempt++, (this.options.random ?? Math.random)());
    this.retry = setTimeout(() => this.start(), delay);
  }
}

/** Takes the token out of the address bar and the history. */
export function takeToken(page: URL, replace: (address: string) => void): string {
  const token = page.searchParams.get('token') ?? '';
  if (page.searchParams.has('token')) {
    const clean = new URL(page);
    clean.searchParams.delete('token');
    replace(clean.href);
  }
  return token;
}

export function socketAddress(page: URL, visitor: string): string {
  const address = new URL('socket', page);
  address.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = '';
  address.hash = '';
  address.searchParams.set('visitor', visitor);
  return address.href;
}
